package scenario

import (
	"maps"
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// occurrence is an event that a step can wait for. Exactly one of heard, dialed and asked is set.
type occurrence struct {
	at     time.Duration
	heard  *heard
	dialed *event.Call
	asked  *asked
}

// heard is one thing that the caller heard.
type heard struct {
	text, voice, language string
	url                   string // of audio

	agent *event.Agent // of an agent behind a WebSocket, otherwise nil
}

// asked is a request to the application.
type asked struct {
	leg      string
	id       int
	method   string
	url      *url.URL
	params   url.Values
	callback bool   // a notification whose answer does not matter
	lost     string // what the redirect dropped, or ""

	answered bool
	status   int
	took     time.Duration
}

// timeline is the list of events so far, in order.
type timeline struct {
	all    []occurrence
	cursor int // earlier events are used up by steps
	told   int // number of callbacks used up
	done   int // count of the application's actions for the caller, without callbacks
}

func (t *timeline) hear(at time.Duration, h heard) {
	t.done++
	t.all = append(t.all, occurrence{at: at, heard: &h})
}

func (t *timeline) dial(at time.Duration, call event.Call) {
	t.done++
	t.all = append(t.all, occurrence{at: at, dialed: &call})
}

func (t *timeline) ask(e event.Entry, f event.Fetch) {
	u := parsed(f.URL)
	if !f.Callback {
		t.done++
	}
	t.all = append(t.all, occurrence{at: e.At, asked: &asked{
		leg: e.Sid, id: f.ID, method: f.Method, url: u, params: requestParams(u, f.Params), callback: f.Callback,
	}})
}

// answer records an answer. Each redirect on the way counts as a separate answer, followed by a request.
func (t *timeline) answer(at time.Duration, leg string, got event.Fetched) {
	for i := len(t.all) - 1; i >= 0; i-- {
		a := t.all[i].asked
		if a == nil || a.leg != leg || a.id != got.ID {
			continue
		}
		a.answered, a.status, a.took = true, got.Status, got.Took
		for n, hop := range got.Hops {
			if n == 0 {
				a.status, a.took = hop.Status, hop.Took
				continue
			}
			u := parsed(hop.URL)
			t.all = append(t.all, occurrence{at: at, asked: &asked{
				leg: leg, method: hop.Method, url: u, params: requestParams(u, hop.Params), callback: a.callback,
				lost: hop.Lost, answered: true, status: hop.Status, took: hop.Took,
			}})
		}
		return
	}
}

func parsed(raw string) *url.URL {
	u, err := url.Parse(raw)
	if err != nil {
		return &url.URL{Path: raw}
	}
	return u
}

// requestParams returns the parameters of a request, from its query and form.
func requestParams(u *url.URL, form url.Values) url.Values {
	params := url.Values{}
	maps.Copy(params, u.Query())
	maps.Copy(params, form)
	return params
}

// last returns the last request that is not a callback, or nil.
func (t *timeline) last() *asked {
	for i := len(t.all) - 1; i >= 0; i-- {
		if a := t.all[i].asked; a != nil && !a.callback {
			return a
		}
	}
	return nil
}

// first returns the first request of the call.
func (t *timeline) first() *asked {
	for _, h := range t.all {
		if h.asked != nil && !h.asked.callback {
			return h.asked
		}
	}
	return nil
}
