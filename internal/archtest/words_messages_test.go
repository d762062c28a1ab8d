package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/alert"
)

// twoWords is what makes a literal prose. One word alone is mostly a name: a flag, a JSON key, an event.
var twoWords = regexp.MustCompile(`\pL\S*\s+\S*\pL`)

// messagesOf returns the string literals of a Go file that are prose. Those that are joined by + are one text, in which
// anything else is an ellipsis.
func messagesOf(s source) []prose {
	var found []prose
	var visit func(n ast.Node) bool
	var join func(e ast.Expr) string
	join = func(e ast.Expr) string {
		switch e := e.(type) {
		case *ast.BasicLit:
			if text, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
				return text
			}
		case *ast.BinaryExpr:
			if e.Op == token.ADD {
				return join(e.X) + join(e.Y)
			}
		}
		ast.Inspect(e, visit)
		return "…"
	}
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			ast.Inspect(n.Type, visit) // and not its tag
			return false
		case *ast.BasicLit:
			if n.Kind != token.STRING {
				return false
			}
		case *ast.BinaryExpr:
			if n.Op != token.ADD {
				return true
			}
		default:
			return true
		}
		if text := join(n.(ast.Expr)); twoWords.MatchString(text) {
			found = append(found, prose{s.name, s.files.Position(n.Pos()).Line, text})
		}
		return false
	}
	ast.Inspect(s.file, visit)
	return found
}

func TestMessagesUsePlainWords(t *testing.T) {
	t.Parallel()
	var texts []prose
	for _, s := range sources(t) {
		if s.pkg != "internal/archtest" {
			texts = append(texts, messagesOf(s)...)
		}
	}
	if len(texts) < 2000 {
		t.Errorf("found %d messages: is this test looking at them?", len(texts))
	}
	holdToWords(t, texts)
}

// The titles of the codes are Twilio's own.
func TestExplanationsOfCodesUsePlainWords(t *testing.T) {
	t.Parallel()
	var texts []prose
	for c := range alert.All() {
		texts = append(texts, prose{"explain " + c.Number, 1, c.Meaning + "\n" + c.Fix})
	}
	holdToWords(t, texts)
}

// A sentence of more than 25 words has to be read twice.
func TestExplanationsOfCodesAreShort(t *testing.T) {
	t.Parallel()
	for c := range alert.All() {
		for _, text := range []string{c.Meaning, c.Fix} {
			if n := len(strings.Fields(text)); n > 25 {
				t.Errorf("%s: %d words: %s", c.Number, n, text)
			}
		}
	}
}

func TestMessagesAreFound(t *testing.T) {
	t.Parallel()
	code := `package x
import "not a message"
type s struct { F string "json:a b" }
var name = "name"
var whole = "one " + "text " + f("an argument") + " joined"
var raw = ` + "`first\nsecond line`"
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "x.go", code, 0)
	if err != nil {
		t.Fatal(err)
	}
	want := []prose{{"x.go", 5, "an argument"}, {"x.go", 5, "one text … joined"}, {"x.go", 6, "first\nsecond line"}}
	if got := messagesOf(source{name: "x.go", files: files, file: file}); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
