package term_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/term"
)

// D8: no received text controls the terminal, whatever the format; a pipe gets every byte.
func TestOutputProtectsATerminal(t *testing.T) {
	t.Parallel()
	view := term.View{Columns: []term.Column{{Key: "name", Title: "name"}}, ID: func(r term.Record) string { return r.String("name") }}
	value := map[string]string{"name": "a\u001b[31mb\u202ec\u009bd"}
	for name, out := range map[string]term.Output{
		"table": {Format: term.Table}, "json": {Format: term.JSON}, "jsonl": {Format: term.JSONL}, "csv": {Format: term.CSV},
		"tsv": {Format: term.TSV}, "jq": {Format: term.JSON, Filter: ".[].name"}, "a line through jq": {Format: term.JSONL, Filter: ".name"}, "quiet": {Quiet: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, terminal := range []bool{true, false} {
				var b bytes.Buffer
				out := out
				out.To, out.Terminal = &b, terminal
				list, err := out.List(view)
				if err == nil {
					err = errors.Join(list.Add(value), list.Close())
				}
				if err != nil {
					t.Fatal(err)
				}
				if got := b.String(); terminal && strings.ContainsAny(got, "\u001b\u202e\u009b") || !strings.Contains(got, "b") {
					t.Errorf("terminal: %v: got %q", terminal, got)
				}
			}
		})
	}
	var b bytes.Buffer
	if err := (term.Output{To: &b, Format: term.JSON, Filter: ".name"}).One(view, value); err != nil || b.String() != value["name"]+"\n" {
		t.Errorf("a pipe got %q %v", b.String(), err)
	}
}

// D3: an expression that never ends is stopped when the command is to end.
func TestFilterEndsWithItsCommand(t *testing.T) {
	t.Parallel()
	canceled := make(chan struct{})
	close(canceled)
	view := term.View{Columns: []term.Column{{Key: "name", Title: "name"}}}
	for _, endless := range []string{"def f: f; f", "[range(infinite)]", "last(repeat(1))"} {
		err := (term.Output{To: &bytes.Buffer{}, Format: term.JSON, Filter: endless, Canceled: canceled}).One(view, map[string]string{"name": "a"})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v", endless, err)
		}
	}
	var b bytes.Buffer
	if err := (term.Output{To: &b, Format: term.JSON, Filter: ".name", Canceled: canceled}).One(view, map[string]string{"name": "a"}); err != nil || b.String() != "a\n" {
		t.Errorf("what ends by itself is shown at the end too: got %q %v", b.String(), err)
	}
}

func TestFilterIsBounded(t *testing.T) {
	t.Parallel()
	if _, err := (term.Output{To: &bytes.Buffer{}, Filter: strings.Repeat("(", 100_000)}).List(term.View{}); err == nil || !strings.Contains(err.Error(), "is the limit") {
		t.Errorf("got %v", err)
	}
}
