package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// notComment is what a comment contains without being prose: names of packages, quoted output, code, links and directives.
var notComment = regexp.MustCompile("(?m)[Pp]ackage [a-z0-9]+|\\b(?:internal|pkg)/[a-z0-9/]+|\"[^\"\n]*\"|`[^`]*`|\\[[^\\]\\s]*\\]|^(?:go:|nolint|lint:).*$")

// commentProse returns the prose of a comment, without the name that a doc comment begins with.
func commentProse(group *ast.CommentGroup, documented string) string {
	var lines []string
	for _, comment := range group.List {
		for line := range strings.Lines(strings.TrimSuffix(strings.TrimPrefix(comment.Text, "/*"), "*/")) {
			lines = append(lines, strings.TrimPrefix(strings.TrimSpace(line), "//"))
		}
	}
	text := strings.TrimPrefix(strings.Join(lines, "\n"), " "+documented)
	return notComment.ReplaceAllString(text, "`")
}

// documented returns the names of functions and types, by their doc comment.
func documented(file *ast.File) map[*ast.CommentGroup]string {
	names := map[*ast.CommentGroup]string{}
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			names[d.Doc] = d.Name.Name
		case *ast.GenDecl:
			if len(d.Specs) != 1 {
				continue
			}
			if spec, ok := d.Specs[0].(*ast.TypeSpec); ok {
				names[d.Doc] = spec.Name.Name
			}
		}
	}
	return names
}

// oldComments returns what the comments of a file contain of the word list.
func oldComments(words []word, file *ast.File) []oldWord {
	var found []oldWord
	names := documented(file)
	for _, group := range file.Comments {
		for _, old := range oldWords(words, commentProse(group, names[group])) {
			first, _, _ := strings.Cut(group.Text(), "\n")
			old.phrase += " in: " + first
			found = append(found, old)
		}
	}
	return found
}

func TestCommentsUsePlainWords(t *testing.T) {
	t.Parallel()
	words := readWords(t)
	for _, s := range sources(t) {
		for _, old := range oldComments(words, s.file) {
			t.Errorf("%s: a comment says %s\ninstead: %s", s.name, old.phrase, old.instead)
		}
	}
}

func TestCommentsOfTestsUsePlainWords(t *testing.T) {
	t.Parallel()
	words := readWords(t)
	for name, source := range testSources(t) {
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, old := range oldComments(words, file) {
			t.Errorf("%s: a comment says %s\ninstead: %s", name, old.phrase, old.instead)
		}
	}
}

func TestOldWordsInCommentsAreFound(t *testing.T) {
	t.Parallel()
	const program = `// Package judge says "nobody". See internal/judge and [Judge].
package judge

// heal mends a loan.
func heal() {} // a stranger
`
	file, err := parser.ParseFile(token.NewFileSet(), "judge.go", program, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, old := range oldComments(readWords(t), file) {
		got = append(got, old.phrase)
	}
	want := []string{"mends in: heal mends a loan.", "stranger in: a stranger"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
