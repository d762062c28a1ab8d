package twilioapi

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// docs/troubleshooting.md has a row for each of Twilio's codes that has a specific hint.
func TestTroubleshootingHasTheCodesWithHints(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/troubleshooting.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("judge.go")
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`"(2\d{4})"`).FindAllStringSubmatch(string(source), -1)
	if len(codes) < 10 {
		t.Errorf("found %d codes: this test does not see them", len(codes))
	}
	for _, code := range codes {
		if !strings.Contains(string(page), "\n| "+code[1]+" | ") {
			t.Errorf("docs/troubleshooting.md has no row for %s", code[1])
		}
	}
}
