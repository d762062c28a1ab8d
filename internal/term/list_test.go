package term_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
)

// numbers is a view like those of the commands: three columns, one of them with a Text function, and more keys.
func numbers() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "phone_number", Title: "number"},
			{Key: "friendly_name", Title: "name"},
			{Key: "capabilities.voice", Title: "voice", Text: func(r term.Record) string {
				return map[string]string{"true": "yes", "false": "no"}[r.String("capabilities.voice")]
			}},
		},
		Keys: []string{"sid", "price"},
		ID:   func(r term.Record) string { return r.String("phone_number") },
	}
}

// two records as an API sends them: with more keys than columns, in another order.
func two() []json.RawMessage {
	return []json.RawMessage{
		json.RawMessage(`{"sid":"PN1","phone_number":"+14155550111","friendly_name":"Sales & <Support>","price":1.150,"capabilities":{"voice":true}}`),
		json.RawMessage(`{"sid":"PN2","phone_number":"+14155550122","friendly_name":null,"price":12345678901234567890,"capabilities":{"voice":false}}`),
	}
}

// list shows records and returns what was printed.
func list(t *testing.T, o term.Output, records ...json.RawMessage) string {
	t.Helper()
	var b strings.Builder
	o.To = &b
	l, err := o.List(numbers())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		if err := l.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// lines is a text as a test writes it.
func lines(all ...string) string {
	if len(all) == 0 {
		return ""
	}
	return strings.Join(all, "\n") + "\n"
}

func TestListsInEveryFormat(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name        string
		out         term.Output
		want, empty string
	}{
		{
			"a table on a terminal has a header and dashes for nothing",
			term.Output{Format: term.Table, Terminal: true},
			lines("NUMBER        NAME               VOICE", "+14155550111  Sales & <Support>  yes", "+14155550122  -                  no"), "",
		},
		{
			"a table in a pipe has tabs and no header",
			term.Output{Format: term.Table},
			lines("+14155550111\tSales & <Support>\tyes", "+14155550122\t\tno"), "",
		},
		{
			"json is an array of what the API sent",
			term.Output{Format: term.JSON, Terminal: true},
			lines("[", "  {", `    "sid": "PN1",`, `    "phone_number": "+14155550111",`, `    "friendly_name": "Sales & <Support>",`, `    "price": 1.150,`, `    "capabilities": {`, `      "voice": true`, "    }", "  },",
				"  {", `    "sid": "PN2",`, `    "phone_number": "+14155550122",`, `    "friendly_name": null,`, `    "price": 12345678901234567890,`, `    "capabilities": {`, `      "voice": false`, "    }", "  }", "]"),
			lines("[]"),
		},
		{"jsonl is the same, one a line", term.Output{Format: term.JSONL}, lines(string(two()[0]), string(two()[1])), ""},
		{
			"csv has a header and quotes",
			term.Output{Format: term.CSV},
			lines("phone_number,friendly_name,capabilities.voice", "+14155550111,Sales & <Support>,yes", "+14155550122,,no"),
			lines("phone_number,friendly_name,capabilities.voice"),
		},
		{
			"tsv has a header and no quotes",
			term.Output{Format: term.TSV},
			lines("phone_number\tfriendly_name\tcapabilities.voice", "+14155550111\tSales & <Support>\tyes", "+14155550122\t\tno"),
			lines("phone_number\tfriendly_name\tcapabilities.voice"),
		},
		{"-q prints identifiers, whatever the format", term.Output{Format: term.CSV, Quiet: true}, lines("+14155550111", "+14155550122"), ""},
		{
			"--fields picks and orders columns, and knows more than there are",
			term.Output{Format: term.CSV, Fields: []string{"price", " sid"}},
			lines("price,sid", "1.150,PN1", "12345678901234567890,PN2"), lines("price,sid"),
		},
		{
			"--fields picks keys of objects, too",
			term.Output{Format: term.JSONL, Fields: []string{"friendly_name", "capabilities.voice"}},
			lines(`{"friendly_name":"Sales & <Support>","capabilities.voice":true}`, `{"friendly_name":null,"capabilities.voice":false}`), "",
		},
		{"--jq sees the array", term.Output{Format: term.JSON, Filter: ".[] | .price, .friendly_name"}, lines("1.150", "Sales & <Support>", "12345678901234567890", "null"), ""},
		{"--jq sees each line of jsonl", term.Output{Format: term.JSONL, Filter: ".sid"}, lines("PN1", "PN2"), ""},
		{"--jq wins over csv", term.Output{Format: term.CSV, Filter: "length"}, lines("2"), lines("0")},
		{"--jq sees what --fields left", term.Output{Format: term.JSON, Fields: []string{"sid"}, Filter: ".[0] | keys"}, lines(`["sid"]`), lines("[]")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, list(t, tt.out, two()...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if tt.out.Filter != "" && strings.HasPrefix(tt.out.Filter, ".[0]") {
				return // of nothing there is no first
			}
			if diff := cmp.Diff(tt.empty, list(t, tt.out)); diff != "" {
				t.Errorf("of nothing (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRowsOfPipeAreShownImmediately(t *testing.T) {
	t.Parallel()
	for _, o := range []term.Output{
		{Format: term.JSONL}, {Format: term.JSONL, Filter: ".sid"}, {Format: term.CSV}, {Format: term.TSV}, {Format: term.Table}, {Format: term.JSON, Quiet: true},
	} {
		var b strings.Builder
		o.To = &b
		l, err := o.List(numbers())
		if err != nil {
			t.Fatal(err)
		}
		before := b.Len()
		if err := l.Add(two()[0]); err != nil {
			t.Fatal(err)
		}
		if b.Len() == before {
			t.Errorf("%+v: nothing is shown until the end", o)
		}
	}
}

func TestMistakesAreFoundBeforeAnyRequest(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, want, hint string
		out              term.Output
	}{
		{"a field that is none", `unknown field "color"`, "fields: phone_number,friendly_name,capabilities.voice,sid,price", term.Output{Fields: []string{"sid", "color"}}},
		{"a filter that is no jq", `--jq ".["`, "https://jqlang.org/manual/", term.Output{Format: term.JSON, Filter: ".["}},
	}
	for _, tt := range tests {
		_, err := tt.out.List(numbers())
		if err == nil || !strings.Contains(err.Error(), tt.want) || fault.ExitOf(err) != fault.Usage || !strings.Contains(fault.HintOf(err), tt.hint) {
			t.Errorf("%s: got %v, hint %q, exit code %d", tt.name, err, fault.HintOf(err), fault.ExitOf(err))
		}
	}
	if _, err := term.ParseFormat("xml"); fault.ExitOf(err) != fault.Usage || !strings.Contains(err.Error(), "table, json, jsonl, csv, tsv") {
		t.Errorf("an unknown format: got %v", err)
	}
	for _, f := range term.Formats() {
		if got, err := term.ParseFormat(string(f)); got != f || err != nil {
			t.Errorf("%s: got %s, %v", f, got, err)
		}
	}
}
