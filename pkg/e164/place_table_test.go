package e164

import (
	"iter"
	"regexp"
	"strings"
	"testing"
)

// TestPlaceTablesAreWellFormed reads every line: a slip of the pen in a table of constants shows up nowhere else.
func TestPlaceTablesAreWellFormed(t *testing.T) {
	t.Parallel()
	line := regexp.MustCompile(`^([2-9]\d\d)( [2-9]\d\d)*: [A-Z]{2} (\d{5}|-) [A-Z][A-Z .']+$`)
	seen := map[string]bool{}
	for _, table := range []string{us, canada} {
		for row := range lines(table) {
			if !line.MatchString(row) {
				t.Errorf("%q is no line of area codes", row)
				continue
			}
			codes, _, _ := strings.Cut(row, ":")
			for _, code := range strings.Fields(codes) {
				if seen[code] {
					t.Errorf("area code %s is there twice", code)
				}
				seen[code] = true
			}
		}
	}
	country := regexp.MustCompile(`^[1-9]\d{0,5} [A-Z]{2}$`)
	codes := map[string]bool{}
	for row := range lines(countries) {
		code, _, _ := strings.Cut(row, " ")
		if !country.MatchString(row) || codes[code] {
			t.Errorf("%q is no line of countries, or there twice", row)
		}
		codes[code] = true
		if area, nanp := strings.CutPrefix(code, "1"); nanp && seen[area] {
			t.Errorf("area code %s is in two tables", area)
		}
	}
}

// lines are those of a table without its comments.
func lines(table string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for line := range strings.Lines(table) {
			if !strings.HasPrefix(line, "#") && !yield(strings.TrimSuffix(line, "\n")) {
				return
			}
		}
	}
}
