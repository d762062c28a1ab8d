package scenario_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/scenario"
	"github.com/twvoice/twvoice/internal/scenario/mistake"
)

// Whatever a file holds, it loads, or each of its mistakes has a place that is in the file.
func FuzzLoad(f *testing.F) {
	scenes, err := filepath.Glob("testdata/scenes/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range scenes {
		if text, err := os.ReadFile(name); err == nil {
			f.Add(string(text))
		}
	}
	for _, seed := range []string{
		"", "---\n---\n", "name: a\ncall: {to: /voice}\nsteps:\n  - hear: Hello\n  - press: ${KEY}\n", "name: [a", "- - -", "a: &b\n  <<: *b\n",
		"name: a\r\ncall: x\r\nsteps: []\r\n", "\ufeffname: a", "name: |\n  a\n  b\n", "\t- a",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		_, err := scenario.Load("a.yaml", []byte(source), func(name string) (string, bool) { return "1", name == "KEY" })
		if err == nil {
			return
		}
		mistakes, ok := errors.AsType[mistake.Mistakes](err)
		if !ok {
			t.Fatalf("got %T: %v", err, err)
		}
		lines := strings.Count(source, "\n") + strings.Count(source, "\r") + 1
		for _, m := range mistakes {
			if m.Pos.File != "a.yaml" || m.Pos.Line < 1 || m.Pos.Line > lines || m.Pos.Col < 1 || m.Message == "" {
				t.Errorf("a mistake at %+v of %d lines: %q", m.Pos, lines, m.Message)
			}
			if strings.ContainsAny(m.Message, "\x1b\x07") {
				t.Errorf("it writes to the terminal: %q", m.Message)
			}
		}
	})
}

// A recorded call is read back with the same meaning.
func FuzzScenarioIsReadBack(f *testing.F) {
	for _, seed := range []string{"", "a", "a: b", "${HOME}", "- x", "'", "\"", "#", "\x00", "日本", "\u2028", "~", "null", "012", "a\nb", " a ", "!tag", "\\", "\x7f", "\u0085", "\xff"} {
		f.Add(seed, "/voice", seed)
	}
	f.Fuzz(func(t *testing.T, name, to, value string) {
		if strings.TrimSpace(name) == "" || strings.TrimSpace(to) == "" {
			return
		}
		var n scenario.Notebook
		text := n.Scenario(scenario.Title{Name: name, To: to, From: scenario.DefaultFrom, Params: map[string][]string{"X": {value}}})
		all, err := scenario.Load("a.yaml", text, func(string) (string, bool) { return "wrong", true })
		if err != nil || len(all) != 1 {
			if strings.ToValidUTF8(name, "") == name && strings.ToValidUTF8(to, "") == to && strings.ToValidUTF8(value, "") == value && plain(name+to+value) {
				t.Fatalf("%q is not read back: %v\n%s", name, err, text)
			}
			return
		}
		if got := all[0].Call.Params.Get("X"); got != value && plain(value) {
			t.Errorf("got %q, want %q, of\n%s", got, value, text)
		}
	})
}

// plain texts are those that a file can hold as they are.
func plain(text string) bool {
	for _, r := range text {
		if r < ' ' || r == 0x7f || r == 0xfffd || r >= 0x80 && r < 0xa0 {
			return false
		}
	}
	return true
}
