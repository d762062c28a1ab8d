package voicesim

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// A simulator that has run ten thousand calls uses as much memory as one that has run a hundred.
func TestSimulatorDeletesEndedCalls(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		app := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/xml")
			fmt.Fprint(w, `<Response><Enqueue waitUrl="">q</Enqueue></Response>`)
		})
		x := NewSimulator(SimulatorOptions{Transport: InMemory(app), Virtual: true})
		ctx, cancel := context.WithCancel(t.Context())
		closed := make(chan error)
		go func() { closed <- x.Run(ctx) }()
		connect, err := twiml.Parse([]byte(`<Response><Dial><Number>+14155550122</Number><Number>+14155550133</Number></Dial></Response>`))
		if err != nil {
			t.Fatal(err)
		}
		for i := range 10_000 {
			call := Incoming{Call: event.Call{Sid: fmt.Sprintf("CA%d", i), AccountSid: "AC1", From: "+1", To: "+2", URL: "http://app.example/voice"}, HangUpAfter: time.Minute}
			if i%2 == 0 {
				call.Call.Document, call.Call.URL = connect, ""
			}
			x.Ring(call)
			if i%100 == 0 {
				synctest.Wait()
			}
		}
		synctest.Wait()
		cancel()
		<-closed
		left := map[string]int{
			"families": len(x.families), "holders": len(x.devices), "legs": len(x.bridge.Sids()), "in rooms, queues and talks": len(x.bridge.Left()),
			"asking": x.asking, "ended": len(x.ended),
		}
		for what, n := range left {
			if n > 0 {
				t.Errorf("%d %s are left", n, what)
			}
		}
		if len(x.timers) > 1000 {
			t.Errorf("%d cues are left", len(x.timers))
		}
	})
}
