package emulator

import (
	"context"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
)

// What a running call will do, for tests that have none.

// A Rung is a call that was, or is.
type Rung struct {
	Account, From, To, Parent, Status string
	Started                           time.Time
	Length                            time.Duration
}

// Ring stores a call and returns its SID.
func (e *Server) Ring(ctx context.Context, g Rung) (sid string, err error) {
	c := e.tables.NewCall(record.CallParams{Account: g.Account, From: g.From, To: g.To, Direction: "inbound", Parent: g.Parent})
	if err := e.tables.AddCall(ctx, e.tables.DB, c); err != nil {
		return "", err
	}
	c, err = e.tables.ChangeCall(ctx, c, func(c *record.Call) {
		c.Begin(g.Started)
		if c.Status = g.Status; c.Ended() {
			c.End(g.Status, g.Started.Add(g.Length), g.Length)
		}
	})
	return c.Sid, err
}

// Record stores a recording and returns its SID.
func (e *Server) Record(ctx context.Context, account, call, conference, status string, channels, seconds int) (sid string, err error) {
	c := e.tables.NewRecording(record.RecordingParams{
		Account: account, Call: call, Conference: conference, Source: "RecordVerb", Channels: channels, Status: status,
		Started: e.tables.Now(), Seconds: seconds,
	})
	return c.Sid, e.tables.PutRecording(ctx, e.tables.DB, c)
}

// Enqueue lets a call wait, and Dequeue ends its waiting.
func (e *Server) Enqueue(ctx context.Context, account, queueName, callSid string) error {
	q, err := e.tables.QueueByName(ctx, e.tables.DB, account, queueName)
	if err != nil {
		return err
	}
	return e.tables.Enqueue(ctx, e.tables.DB, q, callSid)
}

func (e *Server) Dequeue(ctx context.Context, queueSid, callSid string) error {
	return e.tables.Dequeue(ctx, e.tables.DB, queueSid, callSid)
}

// Confer opens a conference with participants, the first of them muted and called "chair"; End closes it.
func (e *Server) Confer(ctx context.Context, account, name string, callSids ...string) (sid string, err error) {
	c := e.tables.NewConference(account, name)
	c.Status = "in-progress"
	err = e.tables.DB.Update(ctx, func(tx *store.Tx) error {
		for i, callSid := range callSids {
			p := record.Participant{
				AccountSid: account, CallSid: callSid, ConferenceSid: c.Sid, DateCreated: c.DateCreated, DateUpdated: c.DateCreated,
				Status: "connected", QueueTime: "0", Muted: i == 0,
			}
			if i == 0 {
				p.Label = "chair"
			}
			if err := e.tables.PutParticipant(ctx, tx, p); err != nil {
				return err
			}
		}
		return e.tables.PutConference(ctx, tx, c)
	})
	return c.Sid, err
}

// Leave takes a participant out, and End closes the conference.
func (e *Server) Leave(ctx context.Context, account, callSid string) error {
	return e.tables.DeleteParticipant(ctx, e.tables.DB, record.Participant{AccountSid: account, CallSid: callSid})
}

func (e *Server) End(ctx context.Context, account, conferenceSid string) error {
	return e.tables.DB.Update(ctx, func(tx *store.Tx) error {
		c, err := record.Conferences(tx).Get(ctx, account, conferenceSid)
		if err != nil {
			return err
		}
		c.Status, c.ReasonConferenceEnded = record.Completed, "last-participant-left"
		return e.tables.PutConference(ctx, tx, c)
	})
}

// Raise stores an alert.
func (e *Server) Raise(ctx context.Context, account, resource, code, text string) error {
	return e.outbox.Raise(ctx, e.tables.DB, outbox.Incident{Account: account, Resource: resource, Code: code, Text: text, To: outbox.Hook{URL: "http://app.test/voice"}})
}

// Story returns the transcript of a call.
func (e *Server) Story(sid string) any {
	c, _, _ := e.board.Transcript(sid)
	return c
}

// Kept returns how much state of calls is in memory.
func (e *Server) Kept() (lines, late, past, deliveries, unwritten int) {
	lines, late, past, unwritten = e.board.Sizes()
	return lines, late, past, len(e.outbox.Log.List()), unwritten
}
