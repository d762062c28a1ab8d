package lint_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

// row is the line of a rule in docs/lint.md.
func row(rule lint.Description) string {
	codes := "—"
	if len(rule.Codes) > 0 {
		codes = strings.Join(rule.Codes, ", ")
	}
	if rule.Own {
		codes = "the attribute's own, or " + codes
	}
	return fmt.Sprintf("| `%s` | %s | %s |", rule.Name, codes, rule.Finds)
}

func TestDocsListEveryRule(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "lint.md"))
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for line := range strings.Lines(strings.ReplaceAll(string(data), "\r\n", "\n")) {
		if strings.HasPrefix(line, "| `") {
			got = append(got, strings.TrimSpace(line))
		}
	}
	for _, rule := range lint.Rules() {
		want = append(want, row(rule.Describe()))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("docs/lint.md and the table of rules differ (-table +docs):\n%s", diff)
	}
}

func TestEveryFolderOfTestdataHasItsRule(t *testing.T) {
	t.Parallel()
	folders, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		name := folder.Name()
		if name != "ok" && name != "fuzz" && !slices.ContainsFunc(lint.Rules(), func(r lint.Rule) bool { return r.Describe().Name == name }) {
			t.Errorf("testdata/%s belongs to no rule", name)
		}
	}
}

func TestEveryCodeHasItsLevel(t *testing.T) {
	t.Parallel()
	var codes []string
	for _, rule := range lint.Rules() {
		codes = append(codes, rule.Describe().Codes...)
	}
	for spec := range twiml.Specs() {
		for _, a := range spec.Attrs {
			if a.Code != "" {
				codes = append(codes, a.Code)
			}
		}
	}
	for _, code := range codes {
		if _, ok := alert.Lookup(code); !ok {
			t.Errorf("package alert does not know %s, and so not its level", code)
		}
	}
}
