package tunnel

import (
	"os"
	"regexp"
	"testing"
)

// docs/troubleshooting.md has a row for each of ngrok's codes that advice is known for, with the meaning that an error shows.
func TestTroubleshootingHasNgroksCodes(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/troubleshooting.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("advice.go")
	if err != nil {
		t.Fatal(err)
	}
	meanings := map[string]string{}
	for _, row := range regexp.MustCompile(`(?m)^\| (ERR_NGROK_\d+) \| (.+?) \| .+ \|$`).FindAllStringSubmatch(string(page), -1) {
		meanings[row[1]] = row[2]
	}
	known := regexp.MustCompile(`"ERR_NGROK_\d+"`).FindAllString(string(source), -1)
	if len(known) < 10 {
		t.Errorf("found %d codes: this test does not see them", len(known))
	}
	for _, quoted := range known {
		code := quoted[1 : len(quoted)-1]
		if got, want := meanings[code], adviceOn(code).meaning; got != want {
			t.Errorf("docs/troubleshooting.md says that %s is %q, and an error that it is %q", code, got, want)
		}
		delete(meanings, code)
	}
	for code := range meanings {
		t.Errorf("docs/troubleshooting.md has %s, for which no advice is known", code)
	}
}
