package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// word is a row of testdata/words.tsv: what a text must not say, and what it says instead.
type word struct {
	pattern *regexp.Regexp
	instead string
}

// readWords reads testdata/words.tsv. A pattern is a regular expression that matches whole words in any case;
// a space in it matches any white space, so that a line break does not hide a phrase.
func readWords(t *testing.T) []word {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "words.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var all []word
	rows := strings.Split(strings.TrimSpace(strings.ReplaceAll(string(data), "\r\n", "\n")), "\n")
	for i, row := range rows[1:] {
		pattern, instead, ok := strings.Cut(row, "\t")
		if !ok || pattern == "" || instead == "" {
			t.Fatalf("words.tsv:%d: want two columns, pattern and instead: %q", i+2, row)
		}
		expression, err := regexp.Compile(`(?i)\b(?:` + strings.ReplaceAll(pattern, " ", `\s+`) + `)\b`)
		if err != nil {
			t.Fatalf("words.tsv:%d: %v", i+2, err)
		}
		all = append(all, word{expression, instead})
	}
	return all
}

// oldWord is a phrase of the word list that a text contains.
type oldWord struct {
	line    int
	phrase  string
	instead string
}

// oldWords returns what text contains of the word list, by line.
func oldWords(words []word, text string) []oldWord {
	var found []oldWord
	for _, w := range words {
		for _, at := range w.pattern.FindAllStringIndex(text, -1) {
			phrase := strings.Join(strings.Fields(text[at[0]:at[1]]), " ")
			found = append(found, oldWord{1 + strings.Count(text[:at[0]], "\n"), phrase, w.instead})
		}
	}
	slices.SortStableFunc(found, func(a, b oldWord) int { return a.line - b.line })
	return found
}

// blank is what a page shows without it being prose: code, targets of links, comments and HTML tags.
var blank = regexp.MustCompile("(?ms)^[ \t]*```.*?^[ \t]*```[ \t]*$|`[^`\n]*`|\\]\\([^)\\s]*\\)|<!--.*?-->|<[a-z/][^<>]*>")

// proseOf returns page without what is not prose. Lines keep their numbers.
func proseOf(page string) string {
	return blank.ReplaceAllStringFunc(strings.ReplaceAll(page, "\r\n", "\n"), func(code string) string {
		return "`" + strings.Repeat("\n", strings.Count(code, "\n")) + "`"
	})
}

// prose is a text that a person reads, and where it begins.
type prose struct {
	file string
	line int
	text string
}

// holdToWords fails for each phrase of the word list in texts.
func holdToWords(t *testing.T, texts []prose) {
	t.Helper()
	words := readWords(t)
	for _, p := range texts {
		for _, old := range oldWords(words, p.text) {
			t.Errorf("%s:%d says %q; instead: %s", p.file, p.line+old.line-1, old.phrase, old.instead)
		}
	}
}

// pages returns the text of each page that people read, by its path from the root. docs/reference is not one of them: it is generated.
func pages(t *testing.T) map[string]string {
	t.Helper()
	root := filepath.Join("..", "..")
	paths, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"} {
		paths = append(paths, filepath.Join(root, name))
	}
	if len(paths) < 20 {
		t.Errorf("found %d pages: is this test looking at them?", len(paths))
	}
	texts := map[string]string{}
	for _, path := range paths {
		name, err := filepath.Rel(root, path)
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.ToSlash(name)] = string(data)
	}
	return texts
}

func TestDocsUsePlainWords(t *testing.T) {
	t.Parallel()
	var texts []prose
	for name, text := range pages(t) {
		texts = append(texts, prose{name, 1, proseOf(text)})
	}
	holdToWords(t, texts)
}

func TestOldWordsAreFound(t *testing.T) {
	t.Parallel()
	words := readWords(t)
	for _, c := range []struct {
		name, page string
		want       []string
	}{
		{"a word in any case", "Nobody calls.", []string{"Nobody"}},
		{"a phrase across a line break", "It is given\nback now.", []string{"given back"}},
		{"inline code", "The event `healed`.", nil},
		{"a code block", "a\n```sh\necho mend\n```\nmend", []string{"mend"}},
		{"the target of a link", "[text](page.md#at-once)", nil},
		{"part of a word", "Recommended amendments.", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, old := range oldWords(words, proseOf(c.page)) {
				got = append(got, old.phrase)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
