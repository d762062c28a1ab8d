package twiml_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// TestGrammarAcceptsRealDocuments holds the table against documents of public repositories that the helper libraries' grammar
// finds clean. Values are not looked at: many are dummies.
func TestGrammarAcceptsRealDocuments(t *testing.T) {
	t.Parallel()
	shared := os.Getenv("TWVOICE_SHARED")
	if shared == "" {
		t.Skip("TWVOICE_SHARED is not set: THE TABLE IS NOT CHECKED AGAINST REAL DOCUMENTS")
	}
	manifest, err := os.Open(filepath.Join(shared, "corpus", "twiml", "manifest.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer manifest.Close()
	lines := csv.NewReader(manifest)
	lines.Comma, lines.LazyQuotes, lines.FieldsPerRecord = '\t', true, -1
	rows, err := lines.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		t.Run(row[0], func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(filepath.Join(shared, "corpus", "twiml", row[0]))
			if err != nil {
				t.Fatal(err)
			}
			doc, err := twiml.Parse(data)
			if err != nil {
				t.Fatalf("every document of the corpus is well-formed: %v", err)
			}
			if row[4] == "clean" {
				checkStructure(t, doc.Root, twiml.Root(doc.Kind()))
			}
		})
	}
}

func checkStructure(t *testing.T, e *twiml.Element, s *twiml.Spec) {
	t.Helper()
	for _, a := range e.Attrs {
		if _, ok := s.Attr(a.Name); !ok && !strings.HasPrefix(a.Name, "xmlns") {
			t.Errorf("%v: <%s> has no attribute %s in the table", a.Pos, e.Name, a.Name)
		}
	}
	if s.Text == twiml.NoText && e.Text() != "" && e.Name != "Hangup" { // a fixture of one library has text there
		t.Errorf("%v: <%s> has no text in the table", e.Pos, e.Name)
	}
	for child := range e.Elements() {
		if c, ok := s.Child(child.Name); ok {
			checkStructure(t, child, c)
		} else {
			t.Errorf("%v: <%s> holds no <%s> in the table", child.Pos, e.Name, child.Name)
		}
	}
}
