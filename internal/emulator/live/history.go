package live

import (
	"maps"
	"slices"

	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// history records what was heard in a call and in the calls that it dialed, as twvoice call shows
// it. Its times count from the beginning of the call.
type history struct {
	sid      string
	from, to string
	begun    bool
	over     chan struct{} // closed when the call ends
	reader   transcript.Reader
	call     transcript.Call
}

// Limits of the stored histories: the parts of one history, and the histories of ended calls.
const (
	maxHistoryParts = 2000
	MaxHistories    = 200
)

func newHistory(row record.Call) *history {
	return &history{sid: row.Sid, from: row.From, to: row.To, over: make(chan struct{})}
}

// end records how the call ended. The answers to its last requests may still follow.
func (s *history) end(l *liveCall, end event.End) {
	s.call.End(voicesim.Result{
		CallSid: s.sid, From: l.row.From, To: l.row.To, Status: end.Status, EndedBy: end.By, Duration: end.Duration,
	})
}

// tell adds an entry to the history.
func (b *Switchboard) tell(l *liveCall, e event.Entry) {
	s := l.history
	if !s.begun {
		s.begun, s.reader.Began = true, e.At
	}
	when := b.at(e.At)
	for _, part := range s.reader.Read(e) {
		if b.options.Watch != nil {
			b.options.Watch(CallEvent{At: when, CallSid: s.sid, From: s.from, To: s.to, Part: part})
		}
		if r, ok := part.(transcript.Request); ok {
			b.outbox.Log.Add(outbox.Delivery{At: when, CallSid: e.Sid, Method: r.Method, URL: r.URL, Params: r.Params, Status: r.Status, Milliseconds: r.Milliseconds, Purpose: r.Purpose})
		}
		if len(s.call.Transcript)+len(s.call.Requests)+len(s.call.Alerts) < maxHistoryParts {
			s.call.Add(part)
		}
	}
	for _, action := range e.Actions {
		if end, ok := action.(event.End); ok && e.Sid == s.sid {
			s.end(l, end)
		}
	}
}

// keepHistory stores the history of an ended call, and drops the oldest one if there are too many.
func (b *Switchboard) keepHistory(s *history) {
	if len(b.past) == MaxHistories {
		b.past = b.past[1:]
	}
	b.past = append(b.past, s)
	close(s.over)
}

// find returns the history of a running call or of one of the last ended calls, or nil.
func (b *Switchboard) find(sid string) *history {
	for _, lines := range []map[string]*liveCall{b.calls, b.late} {
		if l := lines[sid]; l != nil {
			return l.history
		}
	}
	for _, s := range b.past {
		if s.sid == sid {
			return s
		}
	}
	return nil
}

// shown returns a history as shown. A running call has a status and no end.
func (b *Switchboard) shown(s *history) transcript.Call {
	c := s.call
	if l := b.calls[s.sid]; l != nil {
		c.End(voicesim.Result{CallSid: s.sid, From: l.row.From, To: l.row.To, Status: event.Status(l.row.Status)})
	}
	return c
}

// Transcript returns the transcript of a call and a channel that is closed when the call ends, nil
// if it has ended. ok is false for a call that is unknown or whose history was dropped.
func (b *Switchboard) Transcript(sid string) (c transcript.Call, over <-chan struct{}, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.find(sid)
	if s == nil {
		return transcript.Call{}, nil, false
	}
	select {
	case <-s.over:
		return b.shown(s), nil, true
	default:
		return b.shown(s), s.over, true
	}
}

// Transcripts lists the running calls and the last ended ones, without what was said.
func (b *Switchboard) Transcripts() []transcript.Brief {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := []transcript.Brief{}
	for _, s := range b.past {
		c := b.shown(s)
		all = append(all, c.Brief())
	}
	for _, lines := range []map[string]*liveCall{b.late, b.calls} {
		for _, sid := range slices.Sorted(maps.Keys(lines)) {
			if s := lines[sid].history; s.sid == sid {
				c := b.shown(s)
				all = append(all, c.Brief())
			}
		}
	}
	return all
}
