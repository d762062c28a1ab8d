package voicetest

import (
	"fmt"
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// record is what has happened so far. Only the call's goroutine writes it.
type record struct {
	reader   transcript.Reader
	lines    []string
	heard    []heard // by the caller
	requests []Request
	asked    int // of them those whose answer leads the call
	alerts   []Alert
	open     map[fetch]int // index of a request that is not answered yet
}

// heard is one thing that the caller heard.
type heard struct{ text, url string }

// fetch names a request: a leg, and its number there.
type fetch struct {
	leg string
	id  int
}

// Request is a request that the application got.
type Request struct {
	At      time.Duration // virtual, since the call began
	Leg     string        // "caller", or the number of somebody else
	Purpose string        // voice, action, redirect, status, …: see [voicesim.Purpose]
	Method  string
	URL     string
	Params  url.Values // the form, or what a GET adds to the query
	Status  int        // of the answer, 0 where there was none
}

// Alert is what Twilio's debugger would show.
type Alert struct {
	At      time.Duration
	Code    string // Twilio's, "" for what only the simulation has to say
	Level   string // error or warning
	Message string
}

func (r *record) observe(e voicesim.Entry) {
	for _, part := range r.reader.Read(e) {
		r.lines = append(r.lines, transcript.Line(part, transcript.Plain{}))
	}
	switch ev := e.Event.(type) {
	case voicesim.Fetched:
		if i, ok := r.open[fetch{e.Sid, ev.ID}]; ok {
			r.requests[i].Status = ev.Status
		}
	case voicesim.Heard:
		if e.Leg == voicesim.First {
			r.heard = append(r.heard, heard{text: ev.Text})
		}
	}
	for _, action := range e.Actions {
		r.add(e, action)
	}
}

func (r *record) add(e voicesim.Entry, action voicesim.Action) {
	caller := e.Leg == voicesim.First
	switch a := action.(type) {
	case voicesim.Say:
		if caller {
			r.heard = append(r.heard, heard{text: a.Text})
		}
	case voicesim.Play:
		if caller {
			r.heard = append(r.heard, heard{url: a.URL})
		}
	case voicesim.Fetch:
		if !a.Callback {
			r.asked++
		}
		if r.open == nil {
			r.open = map[fetch]int{}
		}
		r.open[fetch{e.Sid, a.ID}] = len(r.requests)
		r.requests = append(r.requests, Request{At: e.At, Leg: e.Leg, Purpose: string(a.Purpose), Method: a.Method, URL: a.URL, Params: a.Params})
	case voicesim.Warn:
		r.alerts = append(r.alerts, Alert{At: e.At, Code: a.Code, Level: string(a.Level), Message: a.Message})
	}
}

// done counts what the application has done; what it was only told of is nothing that it did.
func (r *record) done() int { return len(r.heard) + r.asked }

// last is what the caller heard last, for a message.
func (r *record) last() string {
	for i := len(r.heard) - 1; i >= 0; i-- {
		if h := r.heard[i]; h.text != "" {
			return fmt.Sprintf("last %q", h.text)
		}
	}
	return "nothing"
}
