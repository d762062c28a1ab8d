package scenario

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/twvoice/twvoice/internal/golden"
	"github.com/twvoice/twvoice/internal/scenario/report"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
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

// A conversation with an agent is saved as a scenario that passes with the same agent, also if the caller interrupts it.
func TestSavedConversationsPass(t *testing.T) {
	t.Parallel()
	golden.Archives(t, "testdata/scenes/agent.txtar", false, func(t *testing.T, archive *txtar.Archive) {
		scene := newScene(archive)
		interrupts := []voicesim.Update{
			{At: 650 * time.Millisecond, Event: event.Spoke{Text: "What are your hours?", Confidence: usualConfidence}},
			{At: 4 * time.Second, Event: event.Pressed{Key: '1'}},
		}
		for name, lines := range map[string][]voicesim.Line{
			"nothing":     nil,
			"words":       {{Say: "What are your hours?"}, {Say: "Stop"}},
			"two cycles":  {{Say: "twice"}, {Say: "/hours/"}},
			"handed over": {{Say: "En español"}, {Press: "0"}},
			"open cycle":  {{Say: "open"}, {Press: "1"}, {Say: "Stop"}},
		} {
			for _, hangUp := range []time.Duration{0, 700 * time.Millisecond, 5 * time.Second} {
				t.Run(fmt.Sprintf("%s/%s", name, hangUp), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) {
						roundTrip(t, scene, "/voice", lines, hangUp)
						if source := roundTrip(t, scene, "/voice", lines, hangUp, interrupts...); !strings.Contains(source, "- interrupt: ") {
							t.Errorf("the interruption is missing:\n%s", source)
						}
						time.Sleep(time.Minute) // agents that a caller has left finish what they are doing
					})
				})
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

func roundTrip(t *testing.T, scene scene, page string, lines []voicesim.Line, hangUp time.Duration, updates ...voicesim.Update) string {
	t.Helper()
	script, err := voicesim.NewScript(slices.Clone(lines)...) // a script crosses out its lines
	if err != nil {
		t.Fatal(err)
	}
	script.HangUp = hangUp == 0
	title := Title{Name: "null", To: page, From: "client:ann", Params: map[string][]string{"FromCity": {"San José: 12"}}}
	var notes Notebook
	o := scene.setup(&Scenario{Call: Call{To: page}}).Options
	o.Call.From, o.Call.Params = title.From, title.Params
	o.Caller, o.Observe, o.HangUpAfter = notes.Watch(script), notes.Observe, hangUp
	o.Updates = updates
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
		t.Errorf("%s\n%s\nwhole:\n%s", strings.Join(report.Screen{Paint: transcript.Plain{}}.Lines(r), "\n"), source, strings.Join(r.Lines, "\n"))
	}
	return string(source)
}
