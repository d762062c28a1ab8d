package archtest

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/alert"
)

// C11: whatever code the program can utter, `twvoice twiml explain` explains. Each literal of five digits in the sources is
// taken for a code, but for the numbers that are something else.
func TestEveryCodeInTheSourcesIsExplained(t *testing.T) {
	t.Parallel()
	code := regexp.MustCompile(`^"?[1-6][0-9]{4}"?$`)
	others := []string{
		"14400",          // seconds: Twilio's limit of a call
		"10000", "20000", // milliseconds, and a number of requests in the benchmark
		"10013", "10048", "10053", "10054", "10061", // errors of Winsock
		"32767", "32768", "65535", "65536", // bounds of 16 bits
	}
	found := 0
	for _, s := range sources(t) {
		if strings.HasPrefix(s.name, "pkg/alert/") || !strings.HasPrefix(s.name, "pkg/") && !strings.HasPrefix(s.name, "internal/") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.INT && lit.Kind != token.STRING || !code.MatchString(lit.Value) {
				return true
			}
			number := strings.Trim(lit.Value, `"`)
			if slices.Contains(others, number) {
				return true
			}
			found++
			if _, ok := alert.Lookup(number); !ok {
				t.Errorf("%s utters %s, which pkg/alert does not explain", s.name, number)
			}
			return true
		})
	}
	if found < 100 {
		t.Errorf("found %d codes in the sources: is this test looking at them?", found)
	}
}
