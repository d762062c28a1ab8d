package alert_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/alert"
)

func TestTableIsComplete(t *testing.T) {
	t.Parallel()
	number := regexp.MustCompile(`^\d{5}$`)
	last, count := "", 0
	for c := range alert.All() {
		count++
		if !number.MatchString(c.Number) {
			t.Errorf("%q is not five digits", c.Number)
		}
		if c.Number <= last {
			t.Errorf("%s stands behind %s", c.Number, last)
		}
		last = c.Number
		if c.Title == "" {
			t.Errorf("%s has no title", c.Number)
		}
		for what, text := range map[string]string{"meaning": c.Meaning, "fix": c.Fix} {
			if !strings.HasSuffix(text, ".") || strings.Contains(text, "\n") || strings.Contains(text, ". ") {
				t.Errorf("the %s of %s is not one sentence: %q", what, c.Number, text)
			}
		}
		if got, ok := alert.Lookup(c.Number); !ok || got != c {
			t.Errorf("Lookup(%s): got %v, %v", c.Number, got, ok)
		}
	}
	if count < 500 {
		t.Errorf("got %d codes, want 500 at least", count)
	}
}

func TestLookup(t *testing.T) {
	t.Parallel()
	for _, number := range []string{"", "0", "00000", "12099", "12103", "99999", "abc", "121000"} {
		if got, ok := alert.Lookup(number); ok {
			t.Errorf("Lookup(%q): got %v", number, got)
		}
	}
	for number, level := range map[string]alert.Level{
		"11200": alert.Error, "12200": alert.Warning, "20003": alert.Error, "20404": alert.Error, "20429": alert.Error, "21404": alert.Error,
		"21421": alert.Error, "21422": alert.Error, "21452": alert.Error, "21631": alert.Error, "21649": alert.Error, "64107": alert.Warning,
	} {
		if got, ok := alert.Lookup(number); !ok || got.Level != level {
			t.Errorf("Lookup(%s): got %v, %v, want level %v", number, got, ok, level)
		}
	}
}

// TestReference compares numbers, levels and titles with the list that the table was made from.
func TestReference(t *testing.T) {
	t.Parallel()
	shared := os.Getenv("TWVOICE_SHARED")
	if shared == "" {
		t.Skip("TWVOICE_SHARED is not set: THE CODES ARE NOT COMPARED WITH reference/twilio/08-errors.md")
	}
	data, err := os.ReadFile(filepath.Join(shared, "reference", "twilio", "08-errors.md"))
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^\| (\d{5}) \| ([EW]) \| (.*?) \| `).FindAllSubmatch(data, -1)
	_, titles, _ := strings.Cut(string(data), "(titles only")
	titles, _, _ = strings.Cut(titles, "## Practical")
	others := regexp.MustCompile(`(\d{5}) (.*?)(?:; ?(?:\d{5} )|;?\n)`)
	known := 0
	for _, row := range rows {
		known++
		level := alert.Error
		if string(row[2]) == "W" {
			level = alert.Warning
		}
		compare(t, string(row[1]), level, string(row[3]))
	}
	for rest := titles; ; {
		at := others.FindStringSubmatchIndex(rest)
		if at == nil {
			break
		}
		known++
		compare(t, rest[at[2]:at[3]], alert.Error, rest[at[4]:at[5]])
		rest = rest[at[5]:]
	}
	ours := 0
	for range alert.All() {
		ours++
	}
	if ours != known+len(laterCodes()) {
		t.Errorf("got %d codes, the reference has %d and %d were added", ours, known, len(laterCodes()))
	}
}

// laterCodes are not in the reference. Their pages are https://www.twilio.com/docs/api/errors/11217 and the like.
func laterCodes() []string {
	return []string{"11217", "21101", "21266", "21602", "21603", "21604", "21620", "21623", "21626", "21704", "22003", "30006", "64114"}
}

func TestLaterCodesAreExplained(t *testing.T) {
	t.Parallel()
	for _, number := range laterCodes() {
		if c, ok := alert.Lookup(number); !ok || c.Level != alert.Error {
			t.Errorf("Lookup(%s): got %+v, %v", number, c, ok)
		}
	}
}

func compare(t *testing.T, number string, level alert.Level, title string) {
	t.Helper()
	c, ok := alert.Lookup(number)
	if want := strings.ReplaceAll(title, "`", ""); !ok || c.Level != level || c.Title != want {
		t.Errorf("%s: got %v %q, the reference has %v %q", number, c.Level, c.Title, level, want)
	}
}
