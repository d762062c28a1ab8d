package emulator

import (
	"time"

	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// story is what was heard in a call and all that it dialled, as twvoice call would show it. Its times count from its beginning.
type story struct {
	sid      string
	from, to string
	began    time.Duration // of the engine
	begun    bool
	over     chan struct{} // closed when the call is
	reader   transcript.Reader
	call     transcript.Call
}

// Limits of what is kept for whoever looks: the parts of a story, and the stories of calls that are over.
const (
	longestStory = 2000
	mostStories  = 200
)

func newStory(row call) *story {
	return &story{sid: row.Sid, from: row.From, to: row.To, over: make(chan struct{})}
}

// tell takes into the story what happened.
func (b *switchboard) tell(l *line, e voicesim.Entry) {
	s := l.story
	if !s.begun {
		s.begun, s.began = true, e.At
	}
	when := b.at(e.At)
	e.At -= s.began
	for _, part := range s.reader.Read(e) {
		if b.server.watch != nil {
			b.server.watch(Sighting{At: when, CallSid: s.sid, From: s.from, To: s.to, Part: part})
		}
		if r, ok := part.(transcript.Request); ok {
			b.server.deliveries.add(delivery{At: when, CallSid: e.Sid, Method: r.Method, URL: r.URL, Params: r.Params, Status: r.Status, Milliseconds: r.Milliseconds, Purpose: r.Purpose})
		}
		if len(s.call.Transcript)+len(s.call.Requests)+len(s.call.Alerts) < longestStory {
			s.call.Add(part)
		}
	}
	for _, action := range e.Actions {
		if end, ok := action.(voicesim.End); ok && e.Sid == s.sid {
			s.end(l, end)
		}
	}
}

// end notes how the call ended; what its last requests came to may still follow.
func (s *story) end(l *line, end voicesim.End) {
	s.call.End(voicesim.Result{
		CallSid: s.sid, From: l.row.From, To: l.row.To, Status: end.Status, EndedBy: end.By, Duration: end.Duration,
	})
}

// remember keeps the story of a call that is over, and lets go of the oldest one.
func (b *switchboard) remember(s *story) {
	if len(b.past) == mostStories {
		b.past = b.past[1:]
	}
	b.past = append(b.past, s)
	close(s.over)
}

// find is the story of a call that goes on, or was among the last.
func (b *switchboard) find(sid string) *story {
	for _, lines := range []map[string]*line{b.lines, b.late} {
		if l := lines[sid]; l != nil {
			return l.story
		}
	}
	for _, s := range b.past {
		if s.sid == sid {
			return s
		}
	}
	return nil
}
