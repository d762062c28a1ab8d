package lint_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

// structural says whether a rule looks at the words of a document, and not at values, which are dummies in many fixtures.
func structural(rule string) bool {
	switch rule {
	case "unknown-element", "misplaced-element", "message-verb", "unknown-attribute", "stray-text":
		return true
	}
	return false
}

// TestRealDocumentsAreSilent checks the documents of public repositories that two independent checkers call clean.
func TestRealDocumentsAreSilent(t *testing.T) {
	t.Parallel()
	shared := os.Getenv("TWVOICE_SHARED")
	if shared == "" {
		t.Skip("TWVOICE_SHARED is not set: THE RULES ARE NOT CHECKED AGAINST REAL DOCUMENTS")
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
	seen := 0
	for _, row := range rows[1:] {
		path, grammar, schema, notes := row[0], row[4], row[5], row[6]
		if grammar != "clean" || schema != "OK" {
			continue
		}
		seen++
		for _, f := range check(t, filepath.Join(shared, "corpus", "twiml", filepath.FromSlash(path))) {
			dummy := strings.Contains(notes, "dummies") && !structural(f.Rule)
			if f.Level != lint.Notice && !dummy {
				t.Errorf("%s:%v %s: want silence", path, f, f.Level)
			}
		}
	}
	if seen < 100 {
		t.Errorf("got %d clean documents, want the 122 that there were", seen)
	}
}
