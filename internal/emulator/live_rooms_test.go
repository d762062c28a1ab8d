package emulator_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/twvoice/twvoice/internal/emulator"
	"github.com/twvoice/twvoice/internal/emulator/live"
)

// A room is what the tests look at in a conference.
type room struct {
	Sid, Status string
	Reason      string `json:"reason_conference_ended"`
}

func (x *running) rooms(t testing.TB, query string) []room {
	t.Helper()
	var page struct{ Conferences []room }
	if err := json.Unmarshal(x.get(t, x.path("/Conferences.json"+query)), &page); err != nil {
		t.Fatal(err)
	}
	return page.Conferences
}

// person is what the tests look at in a participant.
type person struct {
	CallSid             string `json:"call_sid"`
	Label, Status       string
	Muted, Hold         bool
	Coaching            bool
	EndConferenceOnExit bool `json:"end_conference_on_exit"`
}

func (x *running) people(t testing.TB, room, query string) []person {
	t.Helper()
	var page struct{ Participants []person }
	if err := json.Unmarshal(x.get(t, x.path("/Conferences/"+room+"/Participants.json"+query)), &page); err != nil {
		t.Fatal(err)
	}
	return page.Participants
}

// A conference is started by calling participants, changed while it runs, and ended, all through
// the API.
func TestConferenceIsControlledThroughTheAPI(t *testing.T) {
	t.Parallel()
	x := newRunning(t, map[string]string{"/hold": `<Say>Please hold</Say>`, "/news": `<Say>Two minutes left</Say>`},
		emulator.WithCalls(live.Pace{Speed: 20}), // in virtual time the first one would have waited for four hours
		emulator.WithPhone("+14155550121", live.Phone{}), emulator.WithPhone("+14155550122", live.Phone{}))
	steered := make(chan struct{})
	var mu sync.Mutex // events of two participants are concurrent
	var steps []string
	x.does["/events"] = func(form url.Values) {
		event, conference := form.Get("StatusCallbackEvent"), form.Get("ConferenceSid")
		mu.Lock()
		steps = append(steps, event)
		mu.Unlock()
		all := "/Conferences/" + conference + "/Participants"
		switch event {
		case "conference-start":
			defer close(steered)
			for _, change := range []url.Values{
				{"Muted": {"true"}},
				{"Hold": {"true"}, "HoldUrl": {"http://app.test/hold"}},
				{"EndConferenceOnExit": {"true"}},
				{"Hold": {"false"}, "Muted": {"false"}},
				{"AnnounceUrl": {"http://app.test/news"}},
			} {
				x.want(t, http.StatusOK, http.MethodPost, x.path(all+"/chair.json"), change)
			}
			got := x.people(t, conference, "")
			if len(got) != 2 || got[1].Muted || got[1].Hold || !got[1].EndConferenceOnExit || got[1].Status != "connected" {
				t.Errorf("participants %+v", got)
			}
			if got := x.rooms(t, "?Status=in-progress"); len(got) != 1 {
				t.Errorf("conferences %+v", got)
			}
			x.want(t, http.StatusOK, http.MethodPost, x.path("/Conferences/"+conference+".json"), url.Values{"AnnounceUrl": {"http://app.test/news"}})
			x.want(t, http.StatusNoContent, http.MethodDelete, x.path(all+"/guest.json"), nil)
			x.want(t, http.StatusOK, http.MethodPost, x.path("/Conferences/"+conference+".json"), url.Values{"Status": {"completed"}})
		case "conference-end":
			x.status(url.Values{"CallSid": {conference}, "CallDuration": {"0"}})
		}
	}
	announced := make(chan struct{}, 10)
	x.does["/news"] = func(url.Values) { announced <- struct{}{} }
	call := func(to, label string) string {
		body := x.want(t, http.StatusCreated, http.MethodPost, x.path("/Conferences/planning/Participants.json"), url.Values{
			"To": {to}, "From": {"+14155550111"}, "Label": {label}, "ConferenceStatusCallback": {"http://app.test/events"},
			"ConferenceStatusCallbackEvent": {"start", "end", "join", "leave", "mute", "hold", "modify"},
		})
		var made struct {
			Status     string
			Conference string `json:"conference_sid"`
		}
		if err := json.Unmarshal(body, &made); err != nil || made.Status != "queued" {
			t.Fatalf("%s, %v", body, err)
		}
		return made.Conference
	}
	first := call("+14155550121", "chair")
	if second := call("+14155550122", "guest"); second != first {
		t.Errorf("called into %s and %s, which is not one conference", first, second)
	}
	x.over(t, first)
	mu.Lock()
	defer mu.Unlock()
	want := []string{"conference-start", "participant-mute", "participant-hold", "participant-modify", "participant-unhold", "participant-unmute", "conference-end"}
	for _, event := range want {
		if !slices.Contains(steps, event) {
			t.Errorf("%s was not told: %s", event, steps)
		}
	}
	if got := x.rooms(t, ""); len(got) > 0 { // C13: without a Status only those in progress are listed
		t.Errorf("listed without a Status: %+v", got)
	}
	if got := x.rooms(t, "?Status=completed"); len(got) != 1 || got[0].Status != "completed" || got[0].Reason != "conference-ended-via-api" || got[0].Sid != first {
		t.Errorf("in the end %+v", got)
	}
	if got := x.people(t, first, ""); len(got) > 0 {
		t.Errorf("still in it: %+v", got)
	}
	<-announced
	<-steered
}

// A call that waits in a queue is seen there, and is taken out of it through the API.
func TestCallIsDequeuedThroughTheAPI(t *testing.T) {
	t.Parallel()
	x := newRunning(t, map[string]string{"/voice": `<Enqueue action="/left" waitUrl="/wait">support</Enqueue>`, "/wait": `<Pause length="60"/>`, "/sales": `<Say>Sales</Say>`})
	made := x.made(t, "/Queues.json", url.Values{"FriendlyName": {"support"}, "MaxSize": {"7"}})
	var result string
	x.does["/left"] = func(form url.Values) { result = form.Get("QueueResult") }
	x.does["/wait"] = func(form url.Values) {
		if got := form.Get("QueueSid") + " " + form.Get("MaxQueueSize"); got != made+" 7" {
			t.Errorf("it waits in %s, want %s 7", got, made)
		}
		body := string(x.get(t, x.path("/Queues/"+made+"/Members/Front.json")))
		if !strings.Contains(body, form.Get("CallSid")) {
			t.Errorf("in front: %s", body)
		}
		x.want(t, http.StatusOK, http.MethodPost, x.path("/Queues/"+made+"/Members/Front.json"), url.Values{"Url": {"http://app.test/sales"}})
	}
	sid := x.calls(t, url.Values{"Url": {"http://app.test/voice"}})
	x.over(t, sid)
	if got := x.story(t, sid); got != "say Sales" || result != "redirected" {
		t.Errorf("heard %s, and the queue was left with %q", got, result)
	}
	x.counts(t, "queue_members", "/Queues/"+made+"/Members.json", map[string]int{"": 0})
	x.counts(t, "queues", "/Queues.json", map[string]int{"": 1})
}

// A recording is started, paused and stopped through the API, by its SID or as the running one.
func TestRecordingIsControlledThroughTheAPI(t *testing.T) {
	t.Parallel()
	x := newRunning(t, map[string]string{
		"/voice": `<Gather timeout="10" action="/pause" actionOnEmptyResult="true"/>`, "/pause": `<Pause length="5"/><Redirect>/go</Redirect>`,
		"/go": `<Pause length="20"/><Redirect>/stop</Redirect>`, "/stop": `<Pause length="5"/>`,
	})
	var recording string
	path := func(form url.Values, rest string) string {
		return x.path("/Calls/" + form.Get("CallSid") + "/Recordings" + rest)
	}
	x.does["/voice"] = func(form url.Values) {
		var made struct{ Sid, Status string }
		body := x.want(t, http.StatusCreated, http.MethodPost, path(form, ".json"), url.Values{"RecordingChannels": {"mono"}, "RecordingStatusCallback": {"http://app.test/taped"}})
		if err := json.Unmarshal(body, &made); err != nil || made.Status != "in-progress" {
			t.Errorf("%s, %v", body, err)
		}
		recording = made.Sid
	}
	x.does["/pause"] = func(form url.Values) {
		x.want(t, http.StatusOK, http.MethodPost, path(form, "/Twilio.CURRENT.json"), url.Values{"Status": {"paused"}, "PauseBehavior": {"skip"}})
		if body := string(x.get(t, path(form, "/"+recording+".json"))); !strings.Contains(body, `"paused"`) {
			t.Errorf("paused, it is %s", body)
		}
	}
	x.does["/go"] = func(form url.Values) {
		x.want(t, http.StatusOK, http.MethodPost, path(form, "/"+recording+".json"), url.Values{"Status": {"in-progress"}})
	}
	x.does["/stop"] = func(form url.Values) {
		x.want(t, http.StatusOK, http.MethodPost, path(form, "/"+recording+".json"), url.Values{"Status": {"stopped"}})
		x.refuses(t, 400, 21220, http.MethodPost, path(form, "/"+recording+".json"), url.Values{"Status": {"paused"}})
		x.refuses(t, 404, 20404, http.MethodPost, path(form, "/Twilio.CURRENT.json"), url.Values{"Status": {"paused"}})
		x.refuses(t, 400, 20422, http.MethodPost, path(form, "/"+recording+".json"), url.Values{"Status": {"loud"}})
	}
	told := map[string]string{}
	x.does["/taped"] = func(form url.Values) { told[form.Get("RecordingSid")] = form.Get("RecordingDuration") }
	sid := x.calls(t, url.Values{"Url": {"http://app.test/voice"}})
	x.over(t, sid)
	var row struct{ Status, Duration, Source string }
	if err := json.Unmarshal(x.get(t, x.path("/Recordings/"+recording+".json")), &row); err != nil || row.Status != "completed" || row.Duration != "30" || row.Source != "StartCallRecordingAPI" {
		t.Errorf("kept %+v, %v", row, err)
	}
	if told[recording] != "30" {
		t.Errorf("told %v", told)
	}
}

// story returns what was said in a call.
func (x *running) story(t testing.TB, sid string) string {
	t.Helper()
	w := x.control(http.MethodGet, "/calls/"+sid, "")
	var c struct{ Transcript []struct{ Kind, Text string } }
	if err := json.Unmarshal(w.Body.Bytes(), &c); err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, item := range c.Transcript {
		if item.Kind == "say" {
			said = append(said, "say "+item.Text)
		}
	}
	return strings.Join(said, ", ")
}
