package term_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
)

func thing(t *testing.T, o term.Output, v any) (string, error) {
	t.Helper()
	var b strings.Builder
	o.To = &b
	err := o.One(numbers(), v)
	return b.String(), err
}

func TestThingInEveryFormat(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		out  term.Output
		want string
	}{
		{"a field a line on a terminal", term.Output{Format: term.Table, Terminal: true}, lines("number  +14155550122", "name    -", "voice   no")},
		{"keys and tabs in a pipe", term.Output{Format: term.Table}, lines("phone_number\t+14155550122", "friendly_name\t", "capabilities.voice\tno")},
		{"an object", term.Output{Format: term.JSON, Fields: []string{"sid", "price"}}, lines("{", `  "sid": "PN2",`, `  "price": 12345678901234567890`, "}")},
		{"an object in one line", term.Output{Format: term.JSONL}, lines(string(two()[1]))},
		{"a header and a row", term.Output{Format: term.CSV}, lines("phone_number,friendly_name,capabilities.voice", "+14155550122,,no")},
		{"the same with tabs", term.Output{Format: term.TSV}, lines("phone_number\tfriendly_name\tcapabilities.voice", "+14155550122\t\tno")},
		{"its identifier", term.Output{Format: term.Table, Terminal: true, Quiet: true}, lines("+14155550122")},
		{"what --jq makes of it", term.Output{Format: term.JSON, Filter: ".sid, .price, .capabilities"}, lines("PN2", "12345678901234567890", `{"voice":false}`)},
		{"what --jq makes of it, whatever the format", term.Output{Format: term.TSV, Filter: ".sid"}, lines("PN2")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := thing(t, tt.out, two()[1])
			if diff := cmp.Diff(tt.want, got); err != nil || diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestNumbersComeOutAsTheyCameIn(t *testing.T) {
	t.Parallel()
	for _, number := range []string{"12345678901234567890123", "1.150", "-0.10", "9007199254740993"} {
		raw := json.RawMessage(`{"price":` + number + `}`)
		for name, o := range map[string]term.Output{
			"json": {Format: term.JSONL}, "fields": {Format: term.JSONL, Fields: []string{"price"}},
			"csv": {Format: term.CSV, Fields: []string{"price"}}, "jq": {Format: term.JSON, Filter: ".price"},
		} {
			if got, err := thing(t, o, raw); err != nil || !strings.Contains(got, number) {
				t.Errorf("%s of %s: got %q, %v", name, number, got, err)
			}
		}
	}
}

func TestValueCanBeAStruct(t *testing.T) {
	t.Parallel()
	got, err := thing(t, term.Output{Format: term.JSONL}, struct {
		Number string `json:"phone_number"`
		URL    string `json:"url"`
	}{"+14155550111", "https://example.com/?a=1&b=<2>"})
	if want := lines(`{"phone_number":"+14155550111","url":"https://example.com/?a=1&b=<2>"}`); got != want || err != nil {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestFailingFilterIsAUsageError(t *testing.T) {
	t.Parallel()
	_, err := thing(t, term.Output{Format: term.JSON, Filter: ".sid | .x"}, two()[0])
	if fault.ExitOf(err) != fault.Usage {
		t.Errorf("got %v", err)
	}
	if got, err := thing(t, term.Output{Format: term.JSON, Filter: `.sid, halt, "never"`}, two()[0]); got != lines("PN1") || err != nil {
		t.Errorf("halt: got %q, %v", got, err)
	}
}

func TestNonObjectIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := thing(t, term.Output{Format: term.JSON}, []int{1}); err == nil {
		t.Error("got no error")
	}
}
