package voicesim_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// The tables of docs/fidelity.md are held against the grammar of TwiML, the engine and its comments, in both directions.

// rows are the cells of a table of the page, by the head of its first column.
func rows(t *testing.T, head string) (table [][]string) {
	t.Helper()
	page, err := os.ReadFile("../../docs/fidelity.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, found := strings.Cut(string(page), "\n| "+head+" |")
	if !found {
		t.Fatalf("docs/fidelity.md has no table of %q", head)
	}
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			break
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		table = append(table, cells)
	}
	return table[2:] // behind the rest of the head, and the rule below it
}

// grammar returns all elements of a voice document; the elements of SSML count as one.
func grammar() []string {
	seen := map[string]bool{}
	var walk func(*twiml.Spec)
	walk = func(s *twiml.Spec) {
		for _, name := range s.Children {
			if s.Name == "Say" {
				name = "SSML"
			}
			if child, ok := s.Child(name); ok && !seen[name] {
				walk(child)
			}
			seen[name] = true
		}
	}
	walk(twiml.Root(twiml.Voice))
	return slices.Sorted(maps.Keys(seen))
}

// Every verb and noun of the grammar has a row, and every row a verb or noun. A verb's row says that nothing is
// simulated exactly where the simulator skips it; Prompt and Queue, which are nouns too, have a separate row for that.
func TestFidelityPageHasEveryVerbAndNoun(t *testing.T) {
	t.Parallel()
	simulated := map[string]string{}
	for _, row := range rows(t, "verb or noun") {
		if len(row) != 4 || slices.Contains(row, "") {
			t.Errorf("want four cells: %q", row)
			continue
		}
		for name := range strings.SplitSeq(row[0], ", ") {
			simulated[name] = row[1]
		}
	}
	want := grammar()
	for _, verb := range leg.Verbs() {
		name := verb.Name
		if !verb.Simulated() {
			name += " (verb)"
			want = append(want, name)
		}
		if verb.Simulated() == (simulated[name] == "nothing") {
			t.Errorf("%s: simulated is %v, and the page says %q", name, verb.Simulated(), simulated[name])
		}
	}
	slices.Sort(want)
	if diff := gocmp.Diff(want, slices.Sorted(maps.Keys(simulated))); diff != "" {
		t.Errorf("the grammar and the page differ (-grammar +page):\n%s", diff)
	}
	var verbs []string
	for _, verb := range leg.Verbs() {
		verbs = append(verbs, verb.Name)
	}
	if diff := gocmp.Diff(slices.Sorted(slices.Values(twiml.Root(twiml.Voice).Children)), slices.Sorted(slices.Values(verbs))); diff != "" {
		t.Errorf("the verbs of the grammar and the engine's differ (-grammar +engine):\n%s", diff)
	}
}

// Every file with a choice in it is named by a row of the choices, and every row names files that have one.
func TestFidelityPageHasEveryChoice(t *testing.T) {
	t.Parallel()
	choice := regexp.MustCompile(`//.*\bChoice:`)
	chosen := map[string]bool{}
	for _, dir := range []string{".", "event", "internal/leg", "internal/bridge", "internal/loop", "internal/pay", "internal/sound", "../conversationrelay", "../textsim", "../e164", "../webhook", "../webhook/client", "../webhook/judge"} {
		files, err := filepath.Glob(dir + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Base(file)
			if dir == "../conversationrelay" { // its files have common names
				name = "conversationrelay/" + name
			}
			if choice.Match(source) && !strings.HasSuffix(name, "_test.go") {
				chosen[name] = true
			}
		}
	}
	named := map[string]bool{}
	for _, row := range rows(t, "question") {
		if len(row) != 3 || slices.Contains(row, "") {
			t.Errorf("want a question, a choice and a file: %q", row)
			continue
		}
		for name := range strings.SplitSeq(row[2], ", ") {
			named[strings.Trim(name, "`")] = true
		}
	}
	if diff := gocmp.Diff(slices.Sorted(maps.Keys(chosen)), slices.Sorted(maps.Keys(named))); diff != "" {
		t.Errorf("the files with a choice and those of the page differ (-files +page):\n%s", diff)
	}
}
