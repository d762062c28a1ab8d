package voicesim_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// alerted makes a call and returns the notes and alerts of it, each with its leg.
func alerted(t *testing.T, o voicesim.Options, app http.HandlerFunc) (all []string, result voicesim.Result) {
	t.Helper()
	o.Observe = func(e event.Entry) {
		for _, action := range e.Actions {
			switch action := action.(type) {
			case event.Note:
				all = append(all, fmt.Sprintf("%s %s: %s", e.At, e.Leg, action.Text))
			case event.Warn:
				all = append(all, fmt.Sprintf("%s %s: %s %s %s", e.At, e.Leg, action.Level, action.Code, action.Message))
			}
		}
	}
	o.Call.URL, o.Call.From = "http://app.example/voice", "+14155550100"
	_, result = talk(t, o, app)
	return all, result
}

// caller is a caller in one function.
type caller func(voicesim.Turn) (voicesim.Input, bool)

func (c caller) Act(now voicesim.Turn) (voicesim.Input, bool) { return c(now) }

// In virtual time, a caller who lets no time pass does not stop the test indefinitely.
func TestCallerThatNeverLetsTimePassIsStopped(t *testing.T) {
	t.Parallel()
	callers := map[string]caller{
		"answers at once for ever": func(now voicesim.Turn) (voicesim.Input, bool) {
			return voicesim.Input{Event: event.Pressed{Key: '1'}}, now.Listening.Keys
		},
		"asks to be asked again": func(voicesim.Turn) (voicesim.Input, bool) { return voicesim.Input{}, true },
		"goes back in time":      func(voicesim.Turn) (voicesim.Input, bool) { return voicesim.Input{After: -time.Second}, true },
	}
	for name, who := range callers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, result := alerted(t, voicesim.Options{Caller: who}, says(`<Response><Gather numDigits="1"/></Response>`))
			if len(got) != 1 || !strings.HasPrefix(got[0], "0s caller: "+string(alert.Error)) || result.EndedBy != event.Twilio {
				t.Errorf("got %q, ended by %s; want one error, by Twilio", got, result.EndedBy)
			}
		})
	}
}

// An event in the past happens now.
func TestTimeNeverRunsBackwards(t *testing.T) {
	t.Parallel()
	pressed := false
	var last time.Duration
	o := voicesim.Options{
		Call: event.Call{URL: "http://app.example/voice", From: "+14155550100"},
		Caller: caller(func(now voicesim.Turn) (voicesim.Input, bool) {
			if now.Listening.Prompting || !now.Listening.Keys || pressed {
				return voicesim.Input{}, false
			}
			pressed = true
			return voicesim.Input{After: -time.Hour, Event: event.Pressed{Key: '1'}}, true
		}),
		Also:    []voicesim.Incoming{{At: -time.Minute, Call: event.Call{From: "+14155550122"}, HangUpAfter: time.Second}},
		Updates: []voicesim.Update{{At: -time.Minute, Event: event.Updated{Status: event.Canceled}}},
		Observe: func(e event.Entry) {
			if e.At < last {
				t.Errorf("%T at %s, behind %s", e.Event, e.At, last)
			}
			last = e.At
		},
	}
	_, result := talk(t, o, says(`<Response><Gather numDigits="1" action="/end"><Say>A key.</Say></Gather></Response>`))
	if len(result.Legs) != 2 || result.Status != event.Canceled {
		t.Errorf("got %+v, want both calls, the first one canceled", result)
	}
}

func TestUpdateIsReported(t *testing.T) {
	t.Parallel()
	got, result := alerted(t, voicesim.Options{Updates: []voicesim.Update{
		{At: time.Second, Leg: "+14155550199", Event: event.Updated{Status: event.Completed}},
		{At: 2 * time.Second, Event: event.Updated{Status: event.Completed}},
	}}, says(`<Response><Pause length="10"/><Say>Never.</Say></Response>`))
	want := []string{"1s caller: no leg +14155550199 to update: the REST API would return 20404"}
	if diff := gocmp.Diff(want, got); diff != "" || result.EndedBy != event.App {
		t.Errorf("ended by %s; told (-want +got):\n%s", result.EndedBy, diff)
	}
}

// The REST API changes the settings of a call, and does not interrupt the caller.
func TestUpdateChangesCallSettings(t *testing.T) {
	t.Parallel()
	o := voicesim.Options{
		Call: event.Call{URL: "http://app.example/voice", From: "+14155550100", FallbackURL: "http://app.example/old"},
		Updates: []voicesim.Update{{At: 5 * time.Second, Event: event.Updated{
			FallbackURL: "http://app.example/new", FallbackMethod: "GET", TimeLimit: 20 * time.Second,
			StatusCallback: event.Hook{URL: "http://app.example/done"},
		}}},
	}
	requests, result := talk(t, o, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/voice":
			fmt.Fprint(w, `<Response><Say>x</Say><Pause length="9"/><Redirect>/broken</Redirect></Response>`)
		case "/broken":
			w.WriteHeader(http.StatusBadGateway)
		default:
			fmt.Fprint(w, `<Response><Pause length="60"/></Response>`)
		}
	})
	var asked []string
	for _, r := range requests {
		path, _, _ := strings.Cut(r.uri, "?")
		asked = append(asked, r.method+" "+path)
	}
	if diff := gocmp.Diff([]string{"POST /voice", "POST /broken", "GET /new", "POST /done"}, asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if result.Duration != 20*time.Second || result.EndedBy != event.Twilio {
		t.Errorf("ended by %s after %s, want by Twilio after 20s", result.EndedBy, result.Duration)
	}
}

// A later limit replaces an earlier one, also Twilio's.
func TestLastTimeLimitCounts(t *testing.T) {
	t.Parallel()
	o := voicesim.Options{
		Call: event.Call{URL: "http://app.example/voice"}, TimeLimit: 30 * time.Second,
		Updates: []voicesim.Update{
			{At: 5 * time.Second, Event: event.Updated{TimeLimit: 10 * time.Second}},
			{At: 6 * time.Second, Event: event.Updated{TimeLimit: time.Minute}},
		},
	}
	_, result := talk(t, o, says(`<Response><Say>x</Say><Pause length="100"/></Response>`))
	if result.EndedBy != event.Twilio || result.Duration != time.Minute {
		t.Errorf("ended by %s after %s, want by Twilio after a minute", result.EndedBy, result.Duration)
	}
}

// A test of one document needs no application: nothing is asked for that the document does not name in full.
func TestCallBeginsWithADocument(t *testing.T) {
	t.Parallel()
	doc, err := twiml.Parse([]byte(`<Response><Say>Hello.</Say><Redirect>/next</Redirect></Response>`))
	if err != nil {
		t.Fatal(err)
	}
	for _, direction := range []event.Direction{event.Inbound, event.OutboundAPI} {
		var heard, alerts []string
		o := voicesim.Options{
			Call: event.Call{Document: doc, From: "+14155550100", To: "+14155550111", Direction: direction},
			Observe: func(e event.Entry) {
				for _, action := range e.Actions {
					switch action := action.(type) {
					case event.Say:
						heard = append(heard, action.Text)
					case event.Warn:
						alerts = append(alerts, action.Code)
					}
				}
			},
		}
		requests, result := talk(t, o, says(""))
		if len(requests) > 0 || heard[0] != "Hello." || !slices.Equal(alerts, []string{"11100"}) || result.Status != event.Completed {
			t.Errorf("%q: %d requests, heard %q, alerts %q, %s", direction, len(requests), heard, alerts, result.Status)
		}
	}
	if _, err := voicesim.Run(t.Context(), voicesim.Options{}); err == nil {
		t.Error("a call without a URL and without a document began")
	}
}

// Another call comes to the same number: what the number says, and what the test adds to each request, is said of it too.
func TestAnotherCallIsMadeToTheSameNumber(t *testing.T) {
	t.Parallel()
	o := voicesim.Options{
		Call: event.Call{
			URL: "http://app.example/voice", From: "+14155550100", AccountSid: "AC1",
			Params: url.Values{"StirVerstat": {"TN-Validation-Passed-A"}}, Status: event.Hook{URL: "http://app.example/done"},
		},
		Also: []voicesim.Incoming{{At: 10 * time.Second, Call: event.Call{From: "+14155550122"}}},
	}
	requests, _ := talk(t, o, says(`<Response><Say>x</Say></Response>`))
	var got []string
	for _, r := range requests {
		got = append(got, strings.Join([]string{r.uri, r.params.Get("From"), r.params.Get("AccountSid"), r.params.Get("StirVerstat")}, " "))
	}
	want := []string{
		"/voice +14155550100 AC1 TN-Validation-Passed-A", "/done +14155550100 AC1 TN-Validation-Passed-A",
		"/voice +14155550122 AC1 TN-Validation-Passed-A", "/done +14155550122 AC1 TN-Validation-Passed-A",
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}
