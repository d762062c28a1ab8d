package emulator

import (
	"context"
	"errors"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// line is a call that goes on.
type line struct {
	row        call
	peer       string        // the other half of a call between two numbers, "" for none
	conference string        // CF… that it is in, "" for none
	queue      string        // QU… that it waits in
	join       voicesim.Join // as what it wants to be in its conference
	story      *story
	open       int // requests under way
}

// observe writes down what happened to a leg. It is the engine's, and called on its goroutine.
func (b *switchboard) observe(e voicesim.Entry) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if rang, ok := e.Event.(voicesim.Rang); ok && b.lines[e.Sid] == nil {
		b.dialled(rang.Call)
	}
	l := b.lines[e.Sid]
	if l == nil {
		b.answeredLate(e)
		return
	}
	l.count(e)
	b.tell(l, e)
	before := l.row
	b.happened(l, e)
	for _, action := range e.Actions {
		b.did(l, e, action)
	}
	b.couple(l, e)
	if changed(before, l.row) {
		b.keep(l.row)
	}
	if l.row.ended() {
		b.over(l)
	}
}

// happened is what an event changes.
func (b *switchboard) happened(l *line, e voicesim.Entry) {
	switch ev := e.Event.(type) {
	case voicesim.Rings:
		l.row.Status = "ringing"
	case voicesim.Joined:
		b.joined(l, ev)
	case voicesim.Started:
		b.started(l)
	case voicesim.Closed:
		b.left(l, ev.Why, ev.By)
	case voicesim.Waiting:
		b.waits(l, ev)
	case voicesim.Chosen:
		b.stepsOut(l)
	}
}

// did is what an action changes.
func (b *switchboard) did(l *line, e voicesim.Entry, action voicesim.Action) {
	switch a := action.(type) {
	case voicesim.Answer:
		l.row.Status = "in-progress"
		l.row.begin(b.at(e.At))
	case voicesim.Detected:
		l.row.AnsweredBy = orNull(a.AnsweredBy)
	case voicesim.Record:
		b.records(l, e, a)
	case voicesim.Warn:
		b.complain(l, a)
	case voicesim.Join:
		l.join = a
	case voicesim.Adjust:
		b.adjusts(l, a)
	case voicesim.Depart:
		b.departs(l, a)
	case voicesim.StepOut:
		b.stepsOut(l)
	case voicesim.Text:
		b.texts(l, a)
	case voicesim.End:
		l.row.end(string(a.Status), b.at(e.At), a.Duration)
		if l.row.StartTime == "" {
			l.row.begin(b.at(e.At)) // https://www.twilio.com/docs/voice/api/call-resource: of a call that failed it is set, too
		}
	}
}

// changed says whether two states of a call differ in what calls change.
func changed(a, b call) bool {
	return a.Status != b.Status || a.AnsweredBy != b.AnsweredBy || a.EndTime != b.EndTime || a.StartTime != b.StartTime
}

// dialled is a call that another one made.
func (b *switchboard) dialled(c voicesim.Call) {
	row := b.server.newCall(ringing{
		sid: c.Sid, account: c.AccountSid, from: c.From, to: c.To, direction: string(c.Direction), parent: c.Parent,
	})
	l := b.connect(row)
	if parent := b.lines[c.Parent]; parent != nil {
		l.story = parent.story
	}
	b.keep(row)
}

// connect begins to follow a call.
func (b *switchboard) connect(row call) *line {
	l := &line{row: row, story: newStory(row)}
	b.lines[row.Sid] = l
	return l
}

// count keeps count of the requests under way.
func (l *line) count(e voicesim.Entry) {
	if _, answered := e.Event.(voicesim.Fetched); answered {
		l.open--
	}
	for _, action := range e.Actions {
		if _, asks := action.(voicesim.Fetch); asks {
			l.open++
		}
	}
}

// answeredLate takes the answers to the last requests of a call that has ended.
func (b *switchboard) answeredLate(e voicesim.Entry) {
	if l := b.late[e.Sid]; l != nil {
		l.count(e)
		b.tell(l, e)
		b.over(l)
	}
}

// over is the end of a call, which waits for the answers to its last requests.
func (b *switchboard) over(l *line) {
	sid := l.row.Sid
	delete(b.lines, sid)
	if l.open > 0 {
		b.late[sid] = l
		return
	}
	delete(b.late, sid)
	if l.story.sid == sid {
		b.remember(l.story)
	}
}

// keep writes a call down as it is now; of one that changes several times before anybody reads it, the last state is written.
func (b *switchboard) keep(row call) {
	row.DateUpdated = rfc2822(b.server.now())
	b.book.enterLast(row.Sid, func(ctx context.Context, tx *store.Tx) error {
		if row.PhoneNumberSid == "" && row.Direction != string(voicesim.OutboundAPI) {
			row.PhoneNumberSid = b.server.ownSid(ctx, tx, row)
		}
		return b.server.calls().in(tx).Put(ctx, row.AccountSid, row.Sid, row)
	})
}

// ownSid is the account's own number in a call: the one that is called, or the one that calls.
func (e *Server) ownSid(ctx context.Context, on store.Handle, c call) orNull {
	mine := c.From
	if c.Direction == "inbound" {
		mine = c.To
	}
	by, err := e.owner(ctx, on, mine)
	if err != nil || by.AccountSid != c.AccountSid {
		return ""
	}
	return orNull(by.Sid)
}

// fatal is an error of the database, and nil for a thing that is not there.
func fatal(err error) error {
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrExists) {
		return nil
	}
	return err
}
