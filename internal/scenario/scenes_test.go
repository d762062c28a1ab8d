package scenario

import (
	"flag"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/twvoice/twvoice/internal/agenttest"
	"github.com/twvoice/twvoice/internal/golden"
	"github.com/twvoice/twvoice/internal/scenario/report"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

var update = flag.Bool("update", false, "write the golden files anew; read the difference before you commit it")

// Each scene is documents, scenarios that call /voice, and what comes of each: where it failed, what was expected, and what was instead.
func TestScenes(t *testing.T) {
	t.Parallel()
	golden.Archives(t, "testdata/scenes/*.txtar", *update, func(t *testing.T, archive *txtar.Archive) {
		golden.Section(t, archive, "want", newScene(archive).verdicts(t), *update)
	})
}

// verdicts runs the scenarios of a scene. Time is not real if an agent takes part, who lives in real time.
func (s scene) verdicts(t *testing.T) (got string) {
	t.Helper()
	if !s.hasAgent() {
		return s.verdictsNow(t)
	}
	synctest.Test(t, func(t *testing.T) {
		got = s.verdictsNow(t)
		time.Sleep(time.Minute) // agents that a caller has left finish what they are doing
	})
	return got
}

func (s scene) verdictsNow(t *testing.T) string {
	t.Helper()
	scenarios, err := Load("scenario.yaml", []byte(s["scenario.yaml"]), func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	suite := Suite{Setup: s.setup, Jobs: 4, Finished: func(r report.Result) error {
		_, err := fmt.Fprintln(&got, verdict(r))
		if r.Outcome == report.Failed && testing.Verbose() {
			t.Log(strings.Join(report.Screen{Paint: transcript.Plain{}}.Lines(r), "\n"))
		}
		return err
	}}
	if _, err := suite.Run(t.Context(), scenarios); err != nil {
		t.Fatal(err)
	}
	return got.String()
}

// scene is the sections of a test file by their names: documents, and scenarios that call them.
type scene map[string]string

func newScene(archive *txtar.Archive) scene {
	s := scene{}
	for _, f := range archive.Files {
		s[f.Name] = string(f.Data)
	}
	return s
}

// hasAgent reports whether a section "ws /path" describes an agent: see [agenttest.New].
func (s scene) hasAgent() bool {
	for name := range s {
		if strings.HasPrefix(name, "ws ") {
			return true
		}
	}
	return false
}

// ServeHTTP answers with a document, with an agent, or with nothing to a callback.
func (s scene) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if script, ok := s["ws "+r.URL.Path]; ok {
		agent, err := agenttest.New(script)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		agent.ServeHTTP(w, r)
		return
	}
	page, ok := s[strings.TrimPrefix(r.URL.Path, "/")+".xml"]
	switch {
	case strings.HasSuffix(r.URL.Path, ".mp3"):
		w.Header().Set("Content-Type", "audio/mpeg")
		fmt.Fprint(w, "ID3")
	case ok:
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprint(w, strings.ReplaceAll(page, "{{SpeechResult}}", r.FormValue("SpeechResult")))
	case strings.HasPrefix(r.URL.Path, "/told"):
	default:
		http.NotFound(w, r)
	}
}

func (s scene) setup(sc *Scenario) Setup {
	return Setup{Options: voicesim.Options{
		Call:  event.Call{AccountSid: "AC0", To: "+14155550111", URL: "http://app.example" + sc.Call.To},
		Token: "token", Transport: voicesim.InMemory(s),
	}}
}

func verdict(r report.Result) string {
	if r.Failure == nil {
		return fmt.Sprintf("%s: %s, %s after %g s by %s", r.Name, r.Outcome, r.Call.Status, r.Call.Duration, r.Call.EndedBy)
	}
	f := r.Failure
	return fmt.Sprintf("%s: failed at %d: %s\n\twant %s\n\tbut %s", r.Name, f.Line, f.Step, f.Expected, f.Actual)
}
