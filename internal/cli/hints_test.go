package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every command that a message tells people to type exists.
func TestHintsNameCommandsThatExist(t *testing.T) {
	t.Parallel()
	names := map[string]bool{"help": true}
	for _, cmd := range tree().Commands() {
		names[cmd.Name()] = true
		for _, alias := range cmd.Aliases {
			names[alias] = true
		}
	}
	prose := strings.Fields("cannot does is reads ready this verifies") // the program in a sentence
	named := regexp.MustCompile(`\btwvoice ([a-z]+)`)
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Errorf("%s: %v", path, err)
			}
			for _, match := range named.FindAllStringSubmatch(text, -1) {
				if !names[match[1]] && !slices.Contains(prose, match[1]) {
					t.Errorf("%s: %q names the command %q, which does not exist", path, text, match[1])
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
