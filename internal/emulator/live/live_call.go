package live

import (
	"context"
	"errors"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// liveCall is a running call.
type liveCall struct {
	row        record.Call
	peer       string     // SID of the other half of a call between two numbers, "" for none
	conference string     // CF… of its conference, "" for none
	queue      string     // QU… of its queue, "" for none
	join       event.Join // its request to join the conference
	history    *history
	open       int // requests in progress
}

// changed reports whether two states of a call differ in a field that calls change.
func changed(a, b record.Call) bool {
	return a.Status != b.Status || a.AnsweredBy != b.AnsweredBy || a.EndTime != b.EndTime || a.StartTime != b.StartTime
}

// count updates the number of requests in progress.
func (l *liveCall) count(e event.Entry) {
	if _, answered := e.Event.(event.Fetched); answered {
		l.open--
	}
	for _, action := range e.Actions {
		if _, asks := action.(event.Fetch); asks {
			l.open++
		}
	}
}

// ignoreNotFound returns database errors, and nil if a row does not exist.
func ignoreNotFound(err error) error {
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrExists) {
		return nil
	}
	return err
}

// observe records what happened to a leg. The engine calls it on its goroutine.
func (b *Switchboard) observe(e event.Entry) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if rang, ok := e.Event.(event.Rang); ok && b.calls[e.Sid] == nil {
		b.dialed(rang.Call)
	}
	l := b.calls[e.Sid]
	if l == nil {
		b.answeredLate(e)
		return
	}
	l.count(e)
	b.tell(l, e)
	before := l.row
	b.applyEvent(l, e)
	for _, action := range e.Actions {
		b.applyAction(l, e, action)
	}
	b.forward(l, e)
	if changed(before, l.row) {
		b.putCall(l.row)
	}
	if l.row.Ended() {
		b.endCall(l)
	}
}

// applyEvent applies an event to a call.
func (b *Switchboard) applyEvent(l *liveCall, e event.Entry) {
	switch ev := e.Event.(type) {
	case event.Rings:
		l.row.Status = "ringing"
	case event.Joined:
		b.joinConference(l, ev)
	case event.Started:
		b.started(l)
	case event.Closed:
		b.left(l, ev.Why, ev.By)
	case event.Waiting:
		b.waits(l, ev)
	case event.Dequeued:
		b.leaveQueue(l)
	}
}

// applyAction applies an action to a call.
func (b *Switchboard) applyAction(l *liveCall, e event.Entry, action event.Action) {
	switch a := action.(type) {
	case event.Answer:
		l.row.Status = "in-progress"
		l.row.Begin(b.at(e.At))
	case event.Detected:
		l.row.AnsweredBy = record.NullString(a.AnsweredBy)
	case event.Record:
		b.records(l, e, a)
	case event.Warn:
		b.addAlert(l, a)
	case event.Join:
		l.join = a
	case event.ParticipantUpdated:
		b.updateParticipant(l, a)
	case event.Leave:
		b.leaveConference(l, a)
	case event.LeaveQueue:
		b.leaveQueue(l)
	case event.Text:
		b.texts(l, a)
	case event.End:
		l.row.End(string(a.Status), b.at(e.At), a.Duration)
		if l.row.StartTime == "" {
			l.row.Begin(b.at(e.At)) // https://www.twilio.com/docs/voice/api/call-resource: failed calls have it, too
		}
	}
}

// dialed adds a call that another call dialed.
func (b *Switchboard) dialed(c event.Call) {
	row := b.NewCall(record.CallParams{
		Sid: c.Sid, Account: c.AccountSid, From: c.From, To: c.To, Direction: string(c.Direction), Parent: c.Parent,
	})
	l := b.connect(row)
	if parent := b.calls[c.Parent]; parent != nil {
		l.history = parent.history
	}
	b.putCall(row)
}

// connect starts to follow a call.
func (b *Switchboard) connect(row record.Call) *liveCall {
	l := &liveCall{row: row, history: newHistory(row)}
	b.calls[row.Sid] = l
	return l
}

// answeredLate handles the answers to the last requests of an ended call.
func (b *Switchboard) answeredLate(e event.Entry) {
	if l := b.late[e.Sid]; l != nil {
		l.count(e)
		b.tell(l, e)
		b.endCall(l)
	}
}

// endCall ends a call, which remains until its last requests are answered.
func (b *Switchboard) endCall(l *liveCall) {
	sid := l.row.Sid
	delete(b.calls, sid)
	if l.open > 0 {
		b.late[sid] = l
		return
	}
	delete(b.late, sid)
	if l.history.sid == sid {
		b.keepHistory(l.history)
	}
}

// putCall queues the current state of a call to be written. If a call changes several times before
// that, only the last state is written.
func (b *Switchboard) putCall(row record.Call) {
	row.DateUpdated = record.FormatTime(b.Now())
	b.writer.enterLast(row.Sid, func(ctx context.Context, tx *store.Tx) error {
		if row.PhoneNumberSid == "" && row.Direction != string(event.OutboundAPI) {
			row.PhoneNumberSid = b.OwnNumberSid(ctx, tx, row)
		}
		return record.Calls(tx).Put(ctx, row.AccountSid, row.Sid, row)
	})
}
