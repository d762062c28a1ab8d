package term_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/term"
)

// names are records that differ in their name only.
func names(t *testing.T, all ...string) []json.RawMessage {
	t.Helper()
	var records []json.RawMessage
	for _, name := range all {
		data, err := json.Marshal(map[string]string{"phone_number": "+14155550111", "friendly_name": name})
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, data)
	}
	return records
}

func TestColumnsOfWideCharactersLineUp(t *testing.T) {
	t.Parallel()
	got := list(t, term.Output{Format: term.Table, Terminal: true}, names(t, "日本語", "Zoë", "👍 ok")...)
	want := lines("NUMBER        NAME    VOICE", "+14155550111  日本語  -", "+14155550111  Zoë     -", "+14155550111  👍 ok   -")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTableFitsTheTerminal(t *testing.T) {
	t.Parallel()
	long := names(t, strings.Repeat("long name ", 20), strings.Repeat("長い名前", 20), "short")
	for _, width := range []int{80, 40, 30, 20} {
		got := list(t, term.Output{Format: term.Table, Terminal: true, Width: width}, long...)
		rows := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
		if len(rows) != 4 {
			t.Errorf("width %d: got %d lines, want one a record and a header:\n%s", width, len(rows), got)
		}
		for _, row := range rows {
			if w := ansi.StringWidth(row); w > width {
				t.Errorf("width %d: a line of %d: %s", width, w, row)
			}
		}
		if !strings.Contains(got, "…") {
			t.Errorf("width %d: nothing shows that something was cut:\n%s", width, got)
		}
	}
	for name, o := range map[string]term.Output{
		"a pipe": {Format: term.Table, Width: 20}, "a terminal of unknown width": {Format: term.Table, Terminal: true}, "csv": {Format: term.CSV, Terminal: true, Width: 20},
	} {
		if got := list(t, o, long...); strings.Contains(got, "…") {
			t.Errorf("%s: something was cut:\n%s", name, got)
		}
	}
}

// An identifier is copied; without its end it is useless.
func TestIdentifiersAreNeverCut(t *testing.T) {
	t.Parallel()
	view := term.View{Columns: []term.Column{{Key: "phone_number", Title: "number", Whole: true}, {Key: "friendly_name", Title: "name"}}}
	var b strings.Builder
	out := term.Output{To: &b, Format: term.Table, Terminal: true, Width: 24}
	l, err := out.List(view)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Add(names(t, strings.Repeat("long ", 10))[0]); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lines("NUMBER        NAME", "+14155550111  long long…"), b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestControlCharactersAreEscaped(t *testing.T) {
	t.Parallel()
	record := names(t, "a\tb\r\nc\x1b[31md\u009b0m")[0]
	const clean = "a b c [31md 0m"
	for name, want := range map[string]struct {
		out  term.Output
		text string
	}{
		"a table on a terminal": {term.Output{Format: term.Table, Terminal: true}, lines("NUMBER        NAME            VOICE", "+14155550111  "+clean+"  -")},
		"a table in a pipe":     {term.Output{Format: term.Table}, lines("+14155550111\t" + clean + "\t")},
		"tsv":                   {term.Output{Format: term.TSV, Fields: []string{"friendly_name"}}, lines("friendly_name", clean)},
		"csv keeps it":          {term.Output{Format: term.CSV, Fields: []string{"friendly_name"}}, "friendly_name\n\"a\tb\r\nc\x1b[31md\u009b0m\"\n"},
	} {
		if diff := cmp.Diff(want.text, list(t, want.out, record)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for _, terminal := range []bool{true, false} {
		got, err := thing(t, term.Output{Format: term.Table, Terminal: terminal}, record)
		if err != nil || strings.Count(got, "\n") != 3 || !strings.Contains(got, clean+"\n") {
			t.Errorf("a thing, terminal %v: got %q, %v", terminal, got, err)
		}
	}
}

func TestColorsNeedTerminalAndPermission(t *testing.T) {
	t.Parallel()
	env := func(pairs ...string) func(string) string {
		return func(key string) string {
			for i := 0; i < len(pairs); i += 2 {
				if pairs[i] == key {
					return pairs[i+1]
				}
			}
			return ""
		}
	}
	tests := []struct {
		name              string
		terminal, refused bool
		env               func(string) string
		want              bool
	}{
		{"a terminal", true, false, env("TERM", "xterm"), true},
		{"a pipe", false, false, env("TERM", "xterm"), false},
		{"--no-color", true, true, env(), false},
		{"NO_COLOR", true, false, env("NO_COLOR", "1"), false},
		{"a dumb terminal", true, false, env("TERM", "dumb"), false},
	}
	for _, tt := range tests {
		paint := term.Choose(tt.terminal, tt.refused, tt.env)
		if paint.On != tt.want {
			t.Errorf("%s: got %v", tt.name, paint.On)
		}
		for _, with := range []func(string) string{paint.Bold, paint.Dim, paint.Red, paint.Green, paint.Yellow, paint.Cyan} {
			if painted := with("x") != "x"; painted != tt.want || with("") != "" {
				t.Errorf("%s: got %q", tt.name, with("x"))
			}
		}
	}
}
