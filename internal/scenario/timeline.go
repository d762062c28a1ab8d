package scenario

import (
	"maps"
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// happening is something that a step may be waiting for. Exactly one of heard, dialed and asked is set.
type happening struct {
	at     time.Duration
	heard  *heard
	dialed *event.Call
	asked  *asked
}

// heard is one thing that the caller heard.
type heard struct {
	text, voice, language string
	url                   string // of audio
}

// asked is a request that the application got.
type asked struct {
	leg      string
	id       int
	method   string
	url      *url.URL
	params   url.Values
	callback bool   // the application was only told
	lost     string // what the redirect that led here dropped, "" for nothing

	answered bool
	status   int
	took     time.Duration
}

// timeline is what has happened so far, in order.
type timeline struct {
	all    []happening
	cursor int // what comes before has been used up by a step
	told   int // callbacks that have been used up
	done   int // what the application has done for the caller: what it is only told of is none of it
}

func (t *timeline) hear(at time.Duration, h heard) {
	t.done++
	t.all = append(t.all, happening{at: at, heard: &h})
}

func (t *timeline) dial(at time.Duration, call event.Call) {
	t.done++
	t.all = append(t.all, happening{at: at, dialed: &call})
}

func (t *timeline) ask(e event.Entry, f event.Fetch) {
	u := parsed(f.URL)
	if !f.Callback {
		t.done++
	}
	t.all = append(t.all, happening{at: e.At, asked: &asked{
		leg: e.Sid, id: f.ID, method: f.Method, url: u, params: said(u, f.Params), callback: f.Callback,
	}})
}

// answer takes in an answer. Each redirect on the way to it is an answer of its own, and what it led to a request.
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
			t.all = append(t.all, happening{at: at, asked: &asked{
				leg: leg, method: hop.Method, url: u, params: said(u, hop.Params), callback: a.callback,
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

// said are the parameters of a request, of its query and its form.
func said(u *url.URL, form url.Values) url.Values {
	params := url.Values{}
	maps.Copy(params, u.Query())
	maps.Copy(params, form)
	return params
}

// last is the last request that was more than a callback, nil where there was none.
func (t *timeline) last() *asked {
	for i := len(t.all) - 1; i >= 0; i-- {
		if a := t.all[i].asked; a != nil && !a.callback {
			return a
		}
	}
	return nil
}

// first is the first request of the call.
func (t *timeline) first() *asked {
	for _, h := range t.all {
		if h.asked != nil && !h.asked.callback {
			return h.asked
		}
	}
	return nil
}
