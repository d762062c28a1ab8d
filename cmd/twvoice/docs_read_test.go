package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// block is the text between two fences of a document.
type block struct {
	file     string
	line     int // of its first line
	language string
	excuse   string // why no test runs it: what <!-- not run: … --> right above it says
	lines    []string
}

// excuses is the comment that readers of a document do not see.
var excuses = regexp.MustCompile(`^\s*<!-- not run:(.*)-->$`)

// documents are the pages that people read, by their path from the root of the repository.
//
// docs/reference is left out: internal/manual generates it from the commands' help, and the examples of help are tried where the
// commands are.
func documents(t *testing.T, root string) []string {
	t.Helper()
	all := []string{"README.md", "SECURITY.md", "CONTRIBUTING.md"}
	err := filepath.WalkDir(filepath.Join(root, "docs"), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if name = filepath.ToSlash(name); name == "docs/reference" {
			return fs.SkipDir
		}
		if strings.HasSuffix(name, ".md") {
			all = append(all, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// blocksOf reads one of the documents.
func blocksOf(t *testing.T, root, name string) []block {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	all, mistakes := readBlocks(name, string(data))
	for _, mistake := range mistakes {
		t.Error(mistake)
	}
	return all
}

// readBlocks finds the blocks of a document, and what is wrong with how their commands are accounted for: each is run, or says why not.
func readBlocks(name, text string) (all []block, mistakes []string) {
	excused, open := "", false
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		trimmed := strings.TrimSpace(line)
		language, fence := strings.CutPrefix(trimmed, "```")
		switch reason := excuses.FindStringSubmatch(line); {
		case open && fence:
			open = false
			if mistake := all[len(all)-1].mistake(); mistake != "" {
				mistakes = append(mistakes, mistake)
			}
		case open:
			all[len(all)-1].lines = append(all[len(all)-1].lines, line)
		case fence:
			all = append(all, block{file: name, line: i + 2, language: language, excuse: excused})
			open, excused = true, ""
		case excused != "":
			mistakes = append(mistakes, fmt.Sprintf("%s:%d: nothing stands below this that could be run", name, i))
			excused = ""
		case reason != nil:
			if excused = strings.TrimSpace(reason[1]); excused == "" {
				mistakes = append(mistakes, fmt.Sprintf("%s:%d: it says that something is not run, and not why", name, i+1))
			}
		}
	}
	if open {
		mistakes = append(mistakes, fmt.Sprintf("%s: the last block has no end", name))
	}
	return all, mistakes
}

// mistake is what is wrong with how the block says whether it is run, or "".
func (b block) mistake() string {
	prompted := slices.ContainsFunc(b.lines, func(line string) bool { return strings.HasPrefix(line, "$ ") })
	switch {
	case b.language == "console" && !prompted:
		return fmt.Sprintf("%s:%d: a console without a command", b.file, b.line)
	case b.language == "console":
		return ""
	case b.typed() || prompted:
		if b.excuse == "" {
			return fmt.Sprintf("%s:%d: these commands are not run and nothing says why: make it a console with what it shows, or put <!-- not run: REASON --> right above", b.file, b.line)
		}
	case b.excuse != "":
		return fmt.Sprintf("%s:%d: there is no command here that needs an excuse", b.file, b.line)
	}
	return ""
}

// typed reports whether every line of the block is typed by the user.
func (b block) typed() bool {
	return slices.Contains([]string{"sh", "bash", "shell", "zsh"}, b.language)
}

// examples are the commands of a block with what each shows.
func (b block) examples() []example {
	var all []example
	for i, line := range b.lines {
		command, prompted := strings.CutPrefix(line, "$ ")
		switch {
		case prompted || b.typed():
			all = append(all, example{file: b.file, line: b.line + i, command: command})
		case b.language == "console" && len(all) > 0:
			all[len(all)-1].output = append(all[len(all)-1].output, line)
		}
	}
	return all
}

// The reader of documents, on documents that are as small as what is wrong with them.
func TestCommandsOfDocumentsAreAccountedFor(t *testing.T) {
	t.Parallel()
	const fence = "```"
	for _, tt := range []struct {
		name, text string
		commands   []string
		mistakes   []string // what each begins with
	}{
		{"a console is run", fence + "console\n$ true\n$ echo 1\n1\n" + fence, []string{"true", "echo 1"}, nil},
		{"a console has a command", fence + "console\ntrue\n" + fence, nil, []string{"a.md:2: a console without"}},
		{"what is typed has an excuse", "<!-- not run: it costs money -->\n" + fence + "sh\ntwvoice numbers buy\n" + fence, []string{"twvoice numbers buy"}, nil},
		{"a console may have one, too", "<!-- not run: it costs money -->\n" + fence + "console\n$ true\n" + fence, []string{"true"}, nil},
		{"sh without one", fence + "sh\ntrue\n" + fence, []string{"true"}, []string{"a.md:2: these commands are not run"}},
		{"bash without one", "a\n\n" + fence + "bash\ntrue\n" + fence, []string{"true"}, []string{"a.md:4: these commands are not run"}},
		{"shell without one", fence + "shell\ntrue\n" + fence, []string{"true"}, []string{"a.md:2: these commands are not run"}},
		{"a picture of a terminal without one", fence + "text\n$ true\nok\n" + fence, []string{"true"}, []string{"a.md:2: these commands are not run"}},
		{"no language, and a prompt", fence + "\n$ true\n" + fence, []string{"true"}, []string{"a.md:2: these commands are not run"}},
		{"a picture of a screen needs none", fence + "text\nlocal ready\n" + fence, nil, nil},
		{"an excuse has a reason", "<!-- not run: -->\n" + fence + "sh\ntrue\n" + fence, []string{"true"}, []string{"a.md:1: it says", "a.md:3: these commands"}},
		{"an excuse stands right above", "<!-- not run: x -->\n\n" + fence + "sh\ntrue\n" + fence, []string{"true"}, []string{"a.md:1: nothing stands below", "a.md:4: these"}},
		{"an excuse is for one block", "<!-- not run: x -->\n" + fence + "sh\ntrue\n" + fence + "\n" + fence + "sh\ntrue\n" + fence, []string{"true", "true"}, []string{"a.md:6: these"}},
		{"what needs none has none", "<!-- not run: x -->\n" + fence + "yaml\na: b\n" + fence, nil, []string{"a.md:3: there is no command"}},
		{"within a list", "* so:\n\n  <!-- not run: x -->\n  " + fence + "sh\n  true\n  " + fence, []string{"  true"}, nil},
		{"an excuse within a block is text", fence + "text\n<!-- not run: x -->\n" + fence, nil, nil},
		{"a fence without an end", fence + "text\n$ true\n", []string{"true"}, []string{"a.md: the last block"}},
		{"lines of Windows", fence + "sh\r\ntrue\r\n" + fence + "\r\n", []string{"true"}, []string{"a.md:2: these"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			all, mistakes := readBlocks("a.md", tt.text)
			var commands []string
			for _, b := range all {
				for _, ex := range b.examples() {
					commands = append(commands, ex.command)
				}
			}
			if diff := cmp.Diff(tt.commands, commands); diff != "" {
				t.Errorf("commands (-want +got):\n%s", diff)
			}
			same := slices.EqualFunc(tt.mistakes, mistakes, func(want, got string) bool { return strings.HasPrefix(got, want) })
			if !same {
				t.Errorf("got the mistakes %q, want %q", mistakes, tt.mistakes)
			}
		})
	}
}
