package calls

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/scenario"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// recordedLeg is a recorded leg that is simulated again, to see what happens in it. The answers come from the recording,
// and the simulated party does what leads to the recorded requests. The caller's leg contains the legs of the dialed
// phones.
type recordedLeg struct {
	sid   string            // of the recording
	to    string            // the dialed phone
	pages []capture.Request // requests answered with a document, in order
	told  map[string]bool   // the paths of callbacks
	ended url.Values        // the last callback about its end, or nil

	next    int           // index of the page that is requested next
	strayed bool          // a request was not in the recording
	at      time.Duration // time of that request
	acting  caller
	hangUp  time.Duration // when to hang up, from the start of the call or from the phone's answer; 0: never

	legs   []*recordedLeg    // of the dialed phones
	talk   talk              // of the caller with agents
	agents *scenario.Answers // to upgrades, while the call is retraced
	now    time.Duration
	presence
}

// newTrack returns the recorded leg of a call, with the legs that it dialed.
func newTrack(requests []capture.Request, dialed ...[]capture.Request) *recordedLeg {
	t := &recordedLeg{told: map[string]bool{}}
	for _, r := range requests {
		t.sid, t.to = r.CallSid, r.To
		switch {
		case r.Purpose.Call():
			t.pages = append(t.pages, r)
		case r.Purpose.IsNotification():
			t.told[path(r.URL)] = true
			if event.Status(r.CallStatus).Final() {
				t.ended = r.Params
			}
		}
	}
	for _, leg := range dialed {
		t.legs = append(t.legs, newTrack(leg))
	}
	return t
}

// retrace simulates the call. If it reaches a request that was not recorded, a party must have hung up before: it then
// simulates the call again with that hang-up.
func (t *recordedLeg) retrace(ctx context.Context) (*scenario.Notebook, error) {
	for {
		notes, err := t.run(ctx)
		if err != nil || !t.hangsUp() {
			return notes, err
		}
	}
}

// hangsUp sets the time at which a party that is still connected hangs up, and reports whether there is one.
func (t *recordedLeg) hangsUp() bool {
	for _, leg := range t.legs {
		if leg.hangUp == 0 {
			if leg.hangUp = t.stays(leg); leg.hangUp > 0 {
				return true
			}
		}
	}
	if t.hangUp > 0 || !t.strayed || t.next < len(t.pages) || t.at <= time.Millisecond {
		return false
	}
	t.hangUp = t.at - time.Millisecond
	return true
}

// patient is how long a retraced call waits for a recorded agent, whose messages are all there.
const patient = 2 * time.Second

func (t *recordedLeg) run(ctx context.Context) (*scenario.Notebook, error) {
	first := t.pages[0]
	agents := scenario.Answers{}
	for _, socket := range t.talk.conversed() {
		agents.AddSocket(socket)
	}
	t.agents, t.talk = &agents, t.talk.again()
	for _, leg := range append([]*recordedLeg{t}, t.legs...) {
		leg.next, leg.strayed, leg.acting, leg.presence = 0, false, caller{track: leg}, presence{}
	}
	notes := &scenario.Notebook{}
	_, err := voicesim.Run(ctx, voicesim.Options{
		Call: event.Call{
			AccountSid: first.AccountSid, From: first.From, To: first.To, URL: first.URL, Method: first.Method,
			Params: extraParams(first),
		},
		Caller: notes.Watch(&t.acting), Phones: notes.Phones(t.phone), Transport: t, HangUpAfter: t.hangUp,
		IdleTimeout: patient,
		Observe: func(e event.Entry) {
			t.now = e.At
			t.observe(e)
			if e.Leg == event.First {
				t.talk.observe(e)
			}
			e.Secret = e.Secret || t.leg(e.Sid).acting.hidden
			notes.Observe(e)
		},
	})
	return notes, err
}

// RoundTrip answers from the recording of the leg that sends the request.
func (t *recordedLeg) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Header.Get("Upgrade") != "" {
		return t.agents.RoundTrip(req)
	}
	sid := req.URL.Query().Get("CallSid")
	if req.Body != nil {
		if err := req.ParseForm(); err == nil {
			sid = req.Form.Get("CallSid")
		}
		req.Body.Close()
	}
	leg := t.leg(sid)
	if leg.next < len(leg.pages) {
		if r := leg.pages[leg.next]; path(r.URL) == req.URL.Path {
			leg.next++
			return answer(req, r.Status, mediaOf(r), r.Answer), nil
		}
	}
	if t.told[req.URL.Path] || leg.told[req.URL.Path] {
		return answer(req, http.StatusNoContent, http.Header{}, ""), nil
	}
	if scenario.Sound(req) {
		return answer(req, http.StatusOK, http.Header{"Content-Type": {"audio/mpeg"}}, ""), nil
	}
	if !leg.strayed {
		leg.strayed, leg.at = true, t.now
	}
	return answer(req, http.StatusOK, http.Header{"Content-Type": {"text/xml"}}, "<Response/>"), nil
}

// answers returns the recorded answers that the retraced call received, for a rehearsal.
func (t *recordedLeg) answers() *scenario.Answers {
	all := &scenario.Answers{}
	for _, socket := range t.talk.conversed() {
		all.AddSocket(socket)
	}
	for _, leg := range append([]*recordedLeg{t}, t.legs...) {
		for _, r := range leg.pages[:leg.next] {
			all.Add(path(r.URL), scenario.Kept{Status: r.Status, Header: mediaOf(r), Body: []byte(r.Answer)})
		}
		for name := range leg.told {
			all.AddCallback(name)
		}
	}
	return all
}

// mediaOf returns the Content-Type of a recorded answer. Stored text is UTF-8.
func mediaOf(r capture.Request) http.Header {
	media, _, _ := strings.Cut(r.Answered.Get("Content-Type"), ";")
	return http.Header{"Content-Type": {media + "; charset=utf-8"}}
}

func answer(req *http.Request, status int, header http.Header, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req,
		Header: header, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
}

func path(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	return u.Path
}

// following returns the parameters of the next recorded request, or none.
func (t *recordedLeg) following() url.Values {
	if t.next >= len(t.pages) {
		return nil
	}
	return t.pages[t.next].Params
}
