package emulator_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/emulator"
)

// server returns the emulator, for what no request can do.
func (l *local) server() *emulator.Server { return l.Handler.(*emulator.Server) }

// ring stores a call of the account.
func (l *local) ring(t testing.TB, g emulator.Rung) string {
	t.Helper()
	g.Account = l.account.Sid
	if g.From == "" {
		g.From, g.To = "+14152739164", "+14155550111"
	}
	if g.Status == "" {
		g.Status = "completed"
	}
	sid, err := l.server().Ring(t.Context(), g)
	if err != nil {
		t.Fatal(err)
	}
	return sid
}

func march(day int) time.Time { return time.Date(2026, 3, day, 12, 0, 0, 0, time.UTC) }

func TestCallsAreFoundByEveryFilter(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	parent := l.ring(t, emulator.Rung{Started: march(1), Length: 90 * time.Second})
	l.ring(t, emulator.Rung{Started: march(2), Parent: parent, From: "+14155550111", To: "client:ada"})
	l.ring(t, emulator.Rung{Started: march(3), Status: "in-progress"})
	l.counts(t, "calls", "/Calls.json", map[string]int{
		"": 3, "?Status=completed": 2, "?Status=in-progress": 1, "?Status=busy": 0,
		"?To=%2B14155550111": 2, "?To=%2B1+(415)+555-0111": 2, "?To=client:ada": 1, "?From=%2B14155550111": 1,
		"?ParentCallSid=" + parent: 1, "?StartTime=2026-03-02": 1, "?StartTime%3E=2026-03-02": 2, "?StartTime>=2026-03-02&StartTime<=2026-03-03": 1,
		"?EndTime=2026-03-01": 1, "?EndTime%3C=2026-03-01T12:01:30Z": 1, "?EndTime%3E=2026-03-02": 1, "?EndTime=2026-03-01T12:01:29Z": 0,
		"?PageSize=2": 2,
	})
	var c struct {
		Duration, From, To string
		Formatted          string `json:"to_formatted"`
	}
	if err := json.Unmarshal(l.get(t, l.path("/Calls/"+parent+".json")), &c); err != nil || c.Duration != "90" || c.Formatted != "(415) 555-0111" {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestEndedCallCanBeDeleted(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	over, on := l.ring(t, emulator.Rung{Started: march(1)}), l.ring(t, emulator.Rung{Started: march(1), Status: "ringing"})
	l.want(t, http.StatusNoContent, http.MethodDelete, l.path("/Calls/"+over+".json"), nil)
	l.refuses(t, 404, 20404, http.MethodGet, l.path("/Calls/"+over+".json"), nil)
	l.refuses(t, 409, 20009, http.MethodDelete, l.path("/Calls/"+on+".json"), nil)
}

func TestQueueListsItsMembers(t *testing.T) {
	t.Parallel()
	now := march(1)
	l := newLocal(t, emulator.WithClock(func() time.Time { return now }))
	sid := l.made(t, "/Queues.json", url.Values{"FriendlyName": {"support"}, "MaxSize": {"3"}})
	self := "/Queues/" + sid
	var calls []string
	for range 3 {
		calls = append(calls, l.ring(t, emulator.Rung{Started: now, Status: "in-progress"}))
		if err := l.server().Enqueue(t.Context(), l.account.Sid, "support", calls[len(calls)-1]); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Minute)
	}
	var q struct {
		Size int `json:"current_size"`
		Wait int `json:"average_wait_time"`
		Max  int `json:"max_size"`
	}
	for range 2 {
		if err := json.Unmarshal(l.get(t, l.path(self+".json")), &q); err != nil || q.Size != 3 || q.Max != 3 {
			t.Errorf("got %+v, %v", q, err)
		}
		if want := int(now.Sub(march(2).Add(-24*time.Hour + time.Minute)).Seconds()); q.Wait != want {
			t.Errorf("average wait %d, want %d", q.Wait, want)
		}
		now = now.Add(time.Minute) // an answer from memory would be too young
	}
	var front struct {
		CallSid  string `json:"call_sid"`
		Position int
	}
	if err := json.Unmarshal(l.get(t, l.path(self+"/Members/Front.json")), &front); err != nil || front.CallSid != calls[0] || front.Position != 1 {
		t.Errorf("in front: %+v, %v", front, err)
	}
	l.get(t, l.path(self+"/Members/"+calls[2]+".json"))
	l.counts(t, "queue_members", self+"/Members.json", map[string]int{"": 3, "?PageSize=2": 2, "?PageSize=2&Page=1&PageToken=PA2": 1, "?PageSize=2&Page=0&PageToken=PB3": 2})
	l.refuses(t, 400, 22003, http.MethodDelete, l.path(self+".json"), nil)
	for _, call := range calls {
		if err := l.server().Dequeue(t.Context(), sid, call); err != nil {
			t.Fatal(err)
		}
	}
	l.refuses(t, 404, 20404, http.MethodGet, l.path(self+"/Members/Front.json"), nil)
	l.want(t, http.StatusOK, http.MethodPost, l.path(self+".json"), url.Values{"FriendlyName": {"sales"}, "MaxSize": {"10"}})
	l.counts(t, "queues", "/Queues.json", map[string]int{"": 1})
	l.want(t, http.StatusNoContent, http.MethodDelete, l.path(self+".json"), nil)
}

func TestConferenceListsItsParticipants(t *testing.T) {
	t.Parallel()
	l := newLocal(t, emulator.WithClock(func() time.Time { return march(1) }))
	one, two := l.ring(t, emulator.Rung{Started: march(1)}), l.ring(t, emulator.Rung{Started: march(1)})
	sid, err := l.server().Confer(t.Context(), l.account.Sid, "room", one, two)
	if err != nil {
		t.Fatal(err)
	}
	l.counts(t, "conferences", "/Conferences.json", map[string]int{
		"": 1, "?Status=in-progress": 1, "?Status=completed": 0, "?FriendlyName=room": 1, "?FriendlyName=hall": 0,
		"?DateCreated=2026-03-01": 1, "?DateUpdated>=2026-03-02": 0,
	})
	self := "/Conferences/" + sid
	l.get(t, l.path(self+".json"))
	l.counts(t, "participants", self+"/Participants.json", map[string]int{"": 2, "?Muted=true": 1, "?Hold=true": 0, "?Coaching=false": 2})
	l.get(t, l.path(self+"/Participants/"+two+".json"))
	if body := l.get(t, l.path(self+"/Participants/chair.json")); !strings.Contains(string(body), one) {
		t.Errorf("by its label: %s", body)
	}
	if err := l.server().Leave(t.Context(), l.account.Sid, two); err != nil {
		t.Fatal(err)
	}
	l.counts(t, "participants", self+"/Participants.json", map[string]int{"": 1})
	if err := l.server().End(t.Context(), l.account.Sid, sid); err != nil {
		t.Fatal(err)
	}
	l.counts(t, "participants", self+"/Participants.json", map[string]int{"": 0})
	l.counts(t, "conferences", "/Conferences.json", map[string]int{"?Status=completed": 1})
}

func TestRefusalsOfWhatCallsLeaveBehind(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	l.made(t, "/Queues.json", url.Values{"FriendlyName": {"support"}})
	unknown := strings.Repeat("0", 32)
	tests := []struct {
		name         string
		method, path string
		form         url.Values
		status, code int
	}{
		{"an unknown call", "GET", "/Calls/CA" + unknown + ".json", nil, 404, 20404},
		{"calls in a status that is none", "GET", "/Calls.json?Status=asleep", nil, 400, 20422},
		{"calls at a time that is none", "GET", "/Calls.json?StartTime=yesterday", nil, 400, 20422},
		{"more calls than fit on a page", "GET", "/Calls.json?PageSize=1001", nil, 400, 20007},
		{"an unknown recording", "GET", "/Recordings/RE" + unknown + ".json", nil, 404, 20404},
		{"the sound of an unknown recording", "GET", "/Recordings/RE" + unknown + ".wav", nil, 404, 20404},
		{"a recording is not changed", "POST", "/Recordings/RE" + unknown + ".json", nil, 405, 20004},
		{"a queue without a name", "POST", "/Queues.json", nil, 400, 20422},
		{"a queue whose name is taken", "POST", "/Queues.json", url.Values{"FriendlyName": {"support"}}, 400, 22003},
		{"a queue for too many", "POST", "/Queues.json", url.Values{"FriendlyName": {"q"}, "MaxSize": {"5001"}}, 400, 20422},
		{"an unknown queue", "GET", "/Queues/QU" + unknown + "/Members.json", nil, 404, 20404},
		{"an unknown conference", "GET", "/Conferences/CF" + unknown + ".json", nil, 404, 20404},
		{"who is in an unknown conference", "GET", "/Conferences/CF" + unknown + "/Participants.json", nil, 404, 20404},
		{"a conference is not made", "POST", "/Conferences.json", nil, 405, 20004},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l.refuses(t, tt.status, tt.code, tt.method, l.path(tt.path), tt.form)
		})
	}
}
