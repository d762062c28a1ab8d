package voicetest

import (
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// history is what has happened so far. Only the call's goroutine writes it.
type history struct {
	reader  transcript.Reader
	call    transcript.Call
	lines   []string
	asked   []asked           // answered requests
	open    map[fetch]bool    // pending requests, and whether they are notifications
	dialing map[string]string // dialed phones that no step has described: To by Sid
	legs    map[string]*leg   // of the parties
}

// leg is what has happened to one party.
type leg struct {
	ear      event.Listening // what it listens for
	begun    bool            // a person holds the phone
	over     bool
	heard    []heard
	asks     int           // requests whose answers control the leg
	messages [][]byte      // of the application on a WebSocket
	speaking bool          // an agent behind a WebSocket speaks
	speaks   time.Duration // time of its first word

	acts int // keys, speech, hangups, and changes by the REST API

	queue, conference string
	taping            bool          // a <Record> is running
	taped             time.Duration // time at which it began
	refused           string        // why a change by the REST API had no effect
}

// heard is one thing that was heard.
type heard struct{ text, url string }

// fetch identifies a request: a leg, and its number there.
type fetch struct {
	leg string
	id  int
}

// asked is a request that the application has answered.
type asked struct {
	transcript.Request
	callback bool // it was a notification
}

// leg returns the leg with a Sid, which it creates if necessary.
func (r *history) leg(sid string) *leg {
	if r.legs == nil {
		r.legs = map[string]*leg{}
	}
	if r.legs[sid] == nil {
		r.legs[sid] = &leg{}
	}
	return r.legs[sid]
}

func (r *history) observe(e event.Entry) {
	callback := false
	if got, ok := e.Event.(event.Fetched); ok {
		callback = r.open[fetch{e.Sid, got.ID}]
		delete(r.open, fetch{e.Sid, got.ID})
	}
	for _, part := range r.reader.Read(e) {
		r.call.Add(part)
		r.lines = append(r.lines, transcript.Line(part, transcript.Plain{}))
		if request, ok := part.(transcript.Request); ok {
			r.asked = append(r.asked, asked{request, callback})
		}
	}
	l := r.legs[e.Sid]
	if l != nil {
		l.event(e)
	}
	for _, action := range e.Actions {
		r.note(e, action)
		if l != nil {
			l.action(e, action)
		}
	}
}

// note records what the steps of any party look for.
func (r *history) note(e event.Entry, action event.Action) {
	switch a := action.(type) {
	case event.Fetch:
		if r.open == nil {
			r.open = map[fetch]bool{}
		}
		r.open[fetch{e.Sid, a.ID}] = a.Callback
	case event.Dial:
		if r.dialing == nil {
			r.dialing = map[string]string{}
		}
		r.dialing[a.Call.Sid] = a.Call.To
	case event.End:
		delete(r.dialing, e.Sid)
	}
}

// event records an event of a party.
func (l *leg) event(e event.Entry) {
	switch ev := e.Event.(type) {
	case event.Rang:
		l.begun = ev.Call.Direction == event.Inbound
	case event.PickedUp:
		l.begun = true
	case event.Pressed, event.Spoke, event.HungUp:
		l.acts++
	case event.Updated:
		l.acts++
		for _, action := range e.Actions {
			if note, ok := action.(event.Note); ok {
				l.refused = note.Text
			}
		}
	case event.SocketReceived:
		l.messages = append(l.messages, ev.Data)
	case event.Heard:
		l.heard = append(l.heard, heard{text: ev.Text})
	case event.Waiting:
		if ev.Sid != "" {
			l.queue = ev.Name
		}
	case event.Dequeued:
		l.queue = ""
	case event.Joined:
		l.conference = ev.Name
	case event.Closed:
		l.conference = ""
	}
}

// action records an action of a party's leg.
func (l *leg) action(e event.Entry, action event.Action) {
	switch a := action.(type) {
	case event.Say:
		l.heard = append(l.heard, heard{text: a.Text})
	case event.Speaking:
		l.speaking, l.speaks = a.On, e.At
	case event.Play:
		l.heard = append(l.heard, heard{url: a.URL})
	case event.Fetch:
		if !a.Callback {
			l.asks++
		}
	case event.Record:
		if a.Source == "RecordVerb" {
			l.taping, l.taped = !a.Over, e.At
			l.asks++ // a step may have waited for it
		}
	case event.LeaveQueue:
		l.queue = ""
	case event.Leave:
		l.conference = ""
	case event.End:
		l.over, l.queue, l.conference, l.taping = true, "", "", false
	}
}

// done counts what the application has done for a party, without notifications.
func (l *leg) done() int { return len(l.heard) + l.asks }

// expects holds the codes of the errors that a test provokes, and whether each has occurred.
type expects map[string]bool

// take reports whether an alert is acceptable, and records that it has occurred.
func (x expects) take(code string, level alert.Level) (ok bool) {
	if _, expected := x[code]; expected {
		x[code] = true
		return true
	}
	return level != alert.Error
}
