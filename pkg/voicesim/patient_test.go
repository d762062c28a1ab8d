package voicesim_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// C1: what takes time is no circle, however often it comes back.
func TestRequestsThatTakeTimeAreNoCircle(t *testing.T) {
	t.Parallel()
	poll := func(ready int) http.HandlerFunc {
		asked := 0
		return func(w http.ResponseWriter, _ *http.Request) {
			if asked++; asked < ready {
				fmt.Fprint(w, `<Response><Pause length="1"/><Redirect>/poll</Redirect></Response>`)
				return
			}
			fmt.Fprint(w, "<Response><Say>Ready.</Say></Response>")
		}
	}
	queue := func(w http.ResponseWriter, r *http.Request) {
		waited, _ := strconv.Atoi(r.FormValue("QueueTime"))
		switch {
		case r.URL.Path == "/voice":
			fmt.Fprint(w, `<Response><Enqueue waitUrl="/wait">support</Enqueue><Say>Ready.</Say></Response>`)
		case waited < 60:
			fmt.Fprint(w, "<Response><Say>Please hold.</Say></Response>")
		default:
			fmt.Fprint(w, "<Response><Leave/></Response>")
		}
	}
	menu := func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("Digits") == "1" {
			fmt.Fprint(w, "<Response><Say>Ready.</Say></Response>")
			return
		}
		fmt.Fprint(w, `<Response><Gather numDigits="1"><Say>Press one.</Say></Gather><Redirect>/voice</Redirect></Response>`)
	}
	late := caller(func(now voicesim.Turn) (voicesim.Input, bool) {
		return voicesim.Input{Event: event.Pressed{Key: '1'}}, now.At > 2*time.Minute && now.Listening.Keys
	})
	for name, tt := range map[string]struct {
		app    http.HandlerFunc
		caller voicesim.Caller
	}{
		"polling for five minutes":                    {poll(300), nil},
		"a wait document until QueueTime is a minute": {queue, nil},
		"a menu until a patient caller presses a key": {menu, late},
		"polling, with a Patient caller":              {poll(500), &voicesim.Patient{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var said []string
			o := voicesim.Options{Caller: tt.caller, Call: event.Call{URL: "http://app.example/voice"}, Transport: voicesim.InMemory(tt.app)}
			o.Observe = func(e event.Entry) {
				for _, action := range e.Actions {
					if say, ok := action.(event.Say); ok {
						said = append(said, say.Text)
					}
					if warn, ok := action.(event.Warn); ok {
						t.Errorf("at %s: %s", e.At, warn.Message)
					}
				}
			}
			result, err := voicesim.Run(t.Context(), o)
			if err != nil || result.EndedBy != event.App || len(said) == 0 || said[len(said)-1] != "Ready." {
				t.Errorf("got %+v, %v; want the app to get as far as \"Ready.\"", result, err)
			}
		})
	}
}

// A caller with nothing left to do does not listen to the same pages for four hours.
func TestPatientHangsUpWhereNothingIsNew(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		app   string
		end   time.Duration // of the call, to the minute
		ender event.Party
	}{
		"a menu that repeats":   {`<Response><Gather numDigits="1" timeout="10"/><Redirect/></Response>`, 10 * time.Minute, event.Person},
		"a pause of 25 minutes": {`<Response><Say>Wait.</Say><Pause length="1500"/></Response>`, 25 * time.Minute, event.App},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			why := ""
			o := voicesim.Options{Caller: &voicesim.Patient{}, Call: event.Call{URL: "http://app.example/voice"}, Transport: voicesim.InMemory(says(tt.app))}
			o.Observe = func(e event.Entry) {
				if ev, ok := e.Event.(event.HungUp); ok {
					why = ev.Why
				}
			}
			result, err := voicesim.Run(t.Context(), o)
			if err != nil || result.EndedBy != tt.ender || result.Duration.Round(time.Minute) != tt.end {
				t.Errorf("got %+v, %v; want %s after %s", result, err, tt.ender, tt.end)
			}
			if hangup := tt.ender == event.Person; hangup != strings.Contains(why, "POST http://app.example/voice was requested repeatedly") {
				t.Errorf("the reason is %q", why)
			}
		})
	}
}
