package voicesim_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// The table of docs/fidelity.md, the engine's table of verbs, and the grammar of TwiML name the same verbs and agree on
// which of them are simulated.
func TestDocsEngineAndGrammarAgree(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../../docs/fidelity.md")
	if err != nil {
		t.Fatal(err)
	}
	documented := map[string]string{}
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(line, "|")
		if len(cells) == 5 && (strings.TrimSpace(cells[2]) == "yes" || strings.TrimSpace(cells[2]) == "no") {
			documented[strings.TrimSpace(cells[1])] = strings.TrimSpace(cells[2])
		}
	}
	var engine []string
	for _, verb := range voicesim.Verbs() {
		engine = append(engine, verb.Name)
		want := "no"
		if verb.Simulated() {
			want = "yes"
		}
		if got := documented[verb.Name]; got != want {
			t.Errorf("%s: docs/fidelity.md says %q, the engine says %q", verb.Name, got, want)
		}
		delete(documented, verb.Name)
	}
	for name := range documented {
		t.Errorf("%s is documented, and no verb of the engine", name)
	}
	grammar := slices.Clone(twiml.Root(twiml.Voice).Children)
	slices.Sort(grammar)
	slices.Sort(engine)
	if !slices.Equal(grammar, engine) {
		t.Errorf("the grammar's verbs and the engine's differ:\n%v\n%v", grammar, engine)
	}
}
