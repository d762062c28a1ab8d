package main

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/twvoice/twvoice/pkg/alert"
)

// link is one of Markdown's, or the picture of a page.
var link = regexp.MustCompile(`\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"`)

// TestDocumentLinksExist follows every link that does not leave the repository, to the heading that it names.
func TestDocumentLinksExist(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range documents(t, root) {
		for _, target := range links(t, root, name) {
			file, anchor, anchored := strings.Cut(target, "#")
			if file == "" {
				file = path.Base(name)
			}
			file = path.Join(path.Dir(name), file)
			if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(file))); err != nil {
				t.Errorf("%s links to %s, which is not there", name, target)
				continue
			}
			if anchored && strings.HasSuffix(file, ".md") && !slices.Contains(anchors(t, root, file), anchor) {
				t.Errorf("%s links to %s, and %s has no such heading: %q", name, target, file, anchors(t, root, file))
			}
		}
	}
}

// TestEveryDocumentIsFound follows the links from the README and must reach every page.
func TestEveryDocumentIsFound(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	index := links(t, root, "README.md")
	for _, name := range documents(t, root)[1:] {
		if !slices.ContainsFunc(index, func(target string) bool { return strings.TrimPrefix(target, "./") == name }) {
			t.Errorf("README.md has no link to %s", name)
		}
	}
}

// links are those of a document that lead to files of this repository.
func links(t *testing.T, root, name string) []string {
	t.Helper()
	var all []string
	for line := range strings.Lines(prose(t, root, name)) {
		for _, match := range link.FindAllStringSubmatch(line, -1) {
			if target := match[1] + match[2]; !strings.Contains(target, "://") && !strings.HasPrefix(target, "mailto:") {
				all = append(all, target)
			}
		}
	}
	return all
}

// anchors are the headings of a document, as GitHub names them in a URL.
func anchors(t *testing.T, root, name string) []string {
	t.Helper()
	var all []string
	for line := range strings.Lines(prose(t, root, name)) {
		if title := strings.TrimLeft(line, "#"); title != line && strings.HasPrefix(title, " ") {
			all = append(all, anchor(strings.TrimSpace(title)))
		}
	}
	return all
}

// anchor is what GitHub makes of a heading.
func anchor(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, title)
}

// prose is a document without its blocks.
func prose(t *testing.T, root, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	within := false
	for line := range strings.Lines(strings.ReplaceAll(string(data), "\r\n", "\n")) {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			within = !within
		} else if !within {
			b.WriteString(line)
		}
	}
	return b.String()
}

func TestAnchorsMatchGitHub(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"In CI":                   "in-ci",
		"By ngrok's code":         "by-ngroks-code",
		"What `serve` does: more": "what-serve-does-more",
		"ASP.NET Core (C#)":       "aspnet-core-c",
		"net/http (Go)":           "nethttp-go",
	} {
		if got := anchor(title); got != want {
			t.Errorf("%q: got %q, want %q", title, got, want)
		}
	}
}

// TestTroubleshootingNamesCodesAsTwilioDoes: a row of docs/troubleshooting.md begins with a code and Twilio's title of it.
func TestTroubleshootingNamesCodesAsTwilioDoes(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/troubleshooting.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^\| (\d{5}) \| (.*?) \| (.+) \|$`).FindAllStringSubmatch(string(page), -1)
	if len(rows) < 40 {
		t.Errorf("found %d codes: this test does not see them", len(rows))
	}
	for _, row := range rows {
		code, known := alert.Lookup(row[1])
		if !known || code.Title != row[2] {
			t.Errorf("docs/troubleshooting.md calls %s %q, and pkg/alert %q", row[1], row[2], code.Title)
		}
	}
}
