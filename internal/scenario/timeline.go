package scenario

import (
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
)

// happening is something that a step may be waiting for. Exactly one of heard, dialled and asked is set.
type happening struct {
	at      time.Duration
	heard   *heard
	dialled *voicesim.Call
	asked   *asked
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
	callback bool // the application was only told

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

func (t *timeline) dial(at time.Duration, call voicesim.Call) {
	t.done++
	t.all = append(t.all, happening{at: at, dialled: &call})
}

func (t *timeline) ask(e voicesim.Entry, f voicesim.Fetch) {
	u, err := url.Parse(f.URL)
	if err != nil {
		u = &url.URL{Path: f.URL}
	}
	params := url.Values{}
	for name, values := range u.Query() {
		params[name] = values
	}
	for name, values := range f.Params {
		params[name] = values
	}
	if !f.Callback {
		t.done++
	}
	t.all = append(t.all, happening{at: e.At, asked: &asked{
		leg: e.Sid, id: f.ID, method: f.Method, url: u, params: params, callback: f.Callback,
	}})
}

func (t *timeline) answer(leg string, got voicesim.Fetched) {
	for i := len(t.all) - 1; i >= 0; i-- {
		a := t.all[i].asked
		if a != nil && a.leg == leg && a.id == got.ID {
			a.answered, a.status, a.took = true, got.Status, got.Took
			return
		}
	}
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
