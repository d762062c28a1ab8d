package term_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
)

// listing adds rows, and is what was printed after each and at the end.
func listing(t *testing.T, o term.Output, rows int) (printed []string, err error) {
	t.Helper()
	var b strings.Builder
	o.To = &b
	l, err := o.List(numbers())
	if err != nil {
		return nil, err
	}
	for n := range rows {
		if err := l.Add(json.RawMessage(fmt.Sprintf(`{"sid":"PN%d","name":null,"tags":[],"nested":{"a":%d}}`, n, n))); err != nil {
			return printed, err
		}
		printed = append(printed, b.String())
	}
	err = l.Close()
	return append(printed, b.String()), err
}

func TestStreamedArrayEqualsWholeArray(t *testing.T) {
	t.Parallel()
	for rows := range 4 {
		printed, err := listing(t, term.Output{Format: term.JSON}, rows)
		if err != nil {
			t.Fatal(err)
		}
		var all []any
		if err := json.Unmarshal([]byte(printed[rows]), &all); err != nil || len(all) != rows {
			t.Errorf("%d rows: %v\n%s", rows, err, printed[rows])
		}
		want, err := json.MarshalIndent(all, "", "  ")
		if got := strings.ReplaceAll(printed[rows], " ", ""); err != nil || len(got) != len(strings.ReplaceAll(string(want), " ", ""))+1 {
			t.Errorf("%d rows: got\n%s\nwant\n%s", rows, printed[rows], want)
		}
		if rows > 0 && !strings.Contains(printed[0], "PN0") {
			t.Errorf("the first row waits for others: %q", printed[0])
		}
	}
}

// H10: a long table begins before its last row is known, and its columns stay where they are.
func TestLongTableIsPrintedWhileItComes(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	l, err := term.Output{To: &out, Format: term.Table, Terminal: true, Width: 40}.List(numbers())
	if err != nil {
		t.Fatal(err)
	}
	for n := range 1200 {
		name := "short"
		if n > 600 {
			name = "a name that is longer than those of the rows that were measured"
		}
		if err := l.Add(json.RawMessage(fmt.Sprintf(`{"phone_number":"+1415555%04d","friendly_name":%q,"capabilities":{"voice":true}}`, n, name))); err != nil {
			t.Fatal(err)
		}
		if lines := strings.Count(out.String(), "\n"); n == 498 && lines != 0 || n == 499 && lines != 501 || n > 499 && lines != n+2 {
			t.Fatalf("%d lines after %d rows", lines, n+1)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	if len(lines) != 1201 {
		t.Fatalf("got %d lines, want a header and 1200 rows", len(lines))
	}
	for n, want := range map[int]string{0: "NUMBER        NAME   VOICE", 1: "+14155550000  short  yes", 1200: "+14155551199  a na…  yes"} {
		if lines[n] != want {
			t.Errorf("line %d: got %q, want %q", n, lines[n], want)
		}
	}
}

func TestPerRowExpressionStreams(t *testing.T) {
	t.Parallel()
	for expression, atOnce := range map[string]bool{
		".[].sid":                   true,
		".[] | .sid, .name":         true,
		`.[] | select(.sid != "x")`: true,
		".[]?.nested.a | . + 1":     true,
		".[] as $x | length":        false,
		"map(.sid)":                 false,
		".[0].sid, .[].sid":         false,
		".[1:][]":                   false,
		"[.[].sid]":                 false,
		"length":                    false,
		".[] // 1":                  false,
		".[] | ., halt":             false,
		"reduce .[] as $x (0; .+1)": false,
	} {
		rowByRow, err := listing(t, term.Output{Format: term.JSON, Filter: expression}, 3)
		if err != nil {
			t.Errorf("%s: %v", expression, err)
			continue
		}
		if (rowByRow[0] != "") != atOnce {
			t.Errorf("%s: printed after the first row: %q", expression, rowByRow[0])
		}
	}
}

func TestFailingExpressionStopsAtFirstRow(t *testing.T) {
	t.Parallel()
	for expression, atFirst := range map[string]bool{
		".sid":                                true,  // of an array
		"map(.sid + 1)":                       true,  // in every row
		".[].sid.x":                           true,  // row by row
		"map(.nested | ascii_downcase)":       true,  // of an object
		".[2].sid | ascii_downcase":           false, // it is there at the third row
		"if length < 3 then error else 1 end": false,
	} {
		printed, err := listing(t, term.Output{Format: term.JSON, Filter: expression}, 3)
		if !atFirst {
			if err != nil {
				t.Errorf("%s: %v", expression, err)
			}
			continue
		}
		if fault.ExitOf(err) != fault.Usage || len(printed) > 0 || fault.HintOf(err) == "" {
			t.Errorf("%s: got %v, hint %q, after %d rows", expression, err, fault.HintOf(err), len(printed))
		}
	}
	if _, err := listing(t, term.Output{Format: term.JSON, Filter: ".[] | nosuch"}, 0); fault.ExitOf(err) != fault.Usage {
		t.Errorf("a function that does not exist: got %v", err)
	}
}
