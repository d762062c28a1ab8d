package term_test

import (
	"bytes"
	"testing"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
)

func TestEvent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, filter string
		value        any
		want         string
	}{
		{"the name stands before the value's own keys", "", map[string]string{"url": "https://a.example/?a=1&b=2"}, `{"event":"ready","url":"https://a.example/?a=1&b=2"}` + "\n"},
		{"an event may have nothing to add", "", struct{}{}, `{"event":"ready"}` + "\n"},
		{"--jq filters each by itself", ".event", struct{}{}, "ready\n"},
		{"--jq may drop one", `select(.event == "other")`, struct{}{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if err := (term.Output{To: &out, Filter: tt.filter}).Event("ready", tt.value); err != nil {
				t.Fatal(err)
			}
			if out.String() != tt.want {
				t.Errorf("got %q, want %q", out.String(), tt.want)
			}
		})
	}
	if err := (term.Output{To: &bytes.Buffer{}}).Event("ready", "text"); err == nil {
		t.Error("a value that is no object went unnoticed")
	}
}

func TestStreamRefusesWhatHasNoMeaning(t *testing.T) {
	t.Parallel()
	for name, out := range map[string]term.Output{
		"csv": {Format: term.CSV}, "tsv": {Format: term.TSV}, "fields": {Fields: []string{"a"}}, "a broken filter": {Filter: ".["},
	} {
		if err := out.Stream(); fault.ExitOf(err) != fault.Usage {
			t.Errorf("%s: got %v, want exit 2", name, err)
		}
	}
	if err := (term.Output{Format: term.JSONL, Filter: ".event"}).Stream(); err != nil {
		t.Errorf("jsonl with --jq: got %v", err)
	}
}
