package scenario

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/twvoice/twvoice/internal/golden"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// Whatever a caller does, and wherever the call leads, the recorded scenario passes when it is run.
func TestExampleScenariosPass(t *testing.T) {
	t.Parallel()
	golden.Archives(t, "testdata/scenes/*.txtar", false, func(t *testing.T, archive *txtar.Archive) {
		scene := newScene(archive)
		if scene.hasAgent() {
			return // TestSavedConversationsPass
		}
		for name := range scene {
			page, ok := strings.CutSuffix(name, ".xml")
			if !ok {
				continue
			}
			for i, lines := range callers() {
				for _, hangUp := range []time.Duration{0, 2500 * time.Millisecond, 17 * time.Second, 5 * time.Minute} {
					t.Run(fmt.Sprintf("%s/%d/%s", page, i, hangUp), func(t *testing.T) {
						t.Parallel()
						roundTrip(t, scene, "/"+page, lines, hangUp)
					})
				}
			}
		}
	})
}

func callers() [][]voicesim.Line {
	return [][]voicesim.Line{
		nil,
		{{Press: "1"}},
		{{Press: "12#"}, {Say: "My phone: \"silent\", ${really}"}},
		{{Say: "/hello/"}, {Press: "*"}},
		{{Talk: "Hello there"}, {Press: "1"}},
	}
}

func roundTrip(t *testing.T, scene scene, page string, lines []voicesim.Line, hangUp time.Duration) {
	t.Helper()
	script, err := voicesim.NewScript(slices.Clone(lines)...) // a script crosses out its lines
	if err != nil {
		t.Fatal(err)
	}
	title := Title{Name: "null", To: page, From: "client:ann", Params: map[string][]string{"FromCity": {"San José: 12"}}}
	var notes Notebook
	o := scene.setup(&Scenario{Call: Call{To: page}}).Options
	o.Call.From, o.Call.Params = title.From, title.Params
	o.Caller, o.Observe, o.HangUpAfter = notes.Watch(script), notes.Observe, hangUp
	if _, err := voicesim.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	source := notes.Scenario(title)
	scenarios, err := Load("saved.yaml", source, func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatalf("%v\n%s", err, source)
	}
	r, err := Run(t.Context(), &scenarios[0], scene.setup(&scenarios[0]), false)
	if err != nil {
		t.Fatal(err)
	}
	if r.Failure != nil {
		t.Errorf("%s\n%s\nwhole:\n%s", strings.Join(Screen{Paint: transcript.Plain{}}.failure(r), "\n"), source, strings.Join(r.Lines, "\n"))
	}
}
