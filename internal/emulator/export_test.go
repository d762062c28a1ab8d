package emulator

import (
	"context"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// What a running call will do, for tests that have none.

// A Rung is a call that was, or is.
type Rung struct {
	Account, From, To, Parent, Status string
	Started                           time.Time
	Length                            time.Duration
}

// Ring keeps a call and is its SID.
func (e *Server) Ring(ctx context.Context, g Rung) (sid string, err error) {
	c := e.newCall(ringing{account: g.Account, from: g.From, to: g.To, direction: "inbound", parent: g.Parent})
	if err := e.keepCall(ctx, e.db, c); err != nil {
		return "", err
	}
	c, err = e.changeCall(ctx, c, func(c *call) {
		c.begin(g.Started)
		if c.Status = g.Status; c.ended() {
			c.end(g.Status, g.Started.Add(g.Length), g.Length)
		}
	})
	return c.Sid, err
}

// Record keeps a recording and is its SID.
func (e *Server) Record(ctx context.Context, account, call, conference, status string, channels, seconds int) (sid string, err error) {
	c := e.newRecording(take{
		account: account, call: call, conference: conference, source: "RecordVerb", channels: channels, status: status,
		started: e.now(), seconds: seconds,
	})
	return c.Sid, e.keepRecording(ctx, e.db, c)
}

// Enqueue lets a call wait, and Dequeue ends its waiting.
func (e *Server) Enqueue(ctx context.Context, account, queueName, callSid string) error {
	q, err := e.queueNamed(ctx, e.db, account, queueName)
	if err != nil {
		return err
	}
	return e.enqueue(ctx, e.db, q, callSid)
}

func (e *Server) Dequeue(ctx context.Context, queueSid, callSid string) error {
	return e.dequeue(ctx, e.db, queueSid, callSid)
}

// Confer opens a conference with participants, the first of them muted and called "chair"; End closes it.
func (e *Server) Confer(ctx context.Context, account, name string, callSids ...string) (sid string, err error) {
	c := e.newConference(account, name)
	c.Status = "in-progress"
	err = e.db.Update(ctx, func(tx *store.Tx) error {
		for i, callSid := range callSids {
			p := participant{
				AccountSid: account, CallSid: callSid, ConferenceSid: c.Sid, DateCreated: c.DateCreated, DateUpdated: c.DateCreated,
				Status: "connected", QueueTime: "0", Muted: i == 0,
			}
			if i == 0 {
				p.Label = "chair"
			}
			if err := e.keepParticipant(ctx, tx, p); err != nil {
				return err
			}
		}
		return e.keepConference(ctx, tx, c)
	})
	return c.Sid, err
}

// Leave takes a participant out, and End closes the conference.
func (e *Server) Leave(ctx context.Context, account, callSid string) error {
	return e.dropParticipant(ctx, e.db, participant{AccountSid: account, CallSid: callSid})
}

func (e *Server) End(ctx context.Context, account, conferenceSid string) error {
	return e.db.Update(ctx, func(tx *store.Tx) error {
		c, err := e.conferences().in(tx).Get(ctx, account, conferenceSid)
		if err != nil {
			return err
		}
		c.Status, c.ReasonConferenceEnded = completed, "last-participant-left"
		return e.keepConference(ctx, tx, c)
	})
}

// Raise keeps an alert.
func (e *Server) Raise(ctx context.Context, account, resource, code, text string) error {
	return e.raise(ctx, e.db, incident{account: account, resource: resource, code: code, text: text, to: hook{url: "http://app.test/voice"}})
}

// Story is what was heard.
func (e *Server) Story(sid string) any { return e.board.find(sid).call }

// Kept is what is in memory of calls: those that go on, those whose last answer is awaited, their stories, and deliveries.
func (e *Server) Kept() (lines, late, past, deliveries, unwritten int) {
	b := e.board
	b.mu.Lock()
	defer b.mu.Unlock()
	b.book.mu.Lock()
	defer b.book.mu.Unlock()
	return len(b.lines), len(b.late), len(b.past), len(e.deliveries.list()), len(b.book.entries)
}
