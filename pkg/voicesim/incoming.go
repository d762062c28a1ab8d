package voicesim

import (
	"cmp"
	"maps"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Incoming is another call to the same application, which meets the first one in its queues and conferences. What its Call
// leaves out is that of the first one: AccountSid, To, Params, Began, and, where it has neither URL nor Document of its own, all
// that the number says: URL, Document, fallback and status callback. From and Sid are its own, a missing Sid is drawn; its
// Direction is only sent to the application.
type Incoming struct {
	At          time.Duration // after the first call; a negative time is 0
	Call        event.Call
	Caller      Caller        // who makes it; nil: [Silent]
	HangUpAfter time.Duration // 0 for never
}

// complete fills in what another call has in common with the first one.
func (c Incoming) complete(o Options) Incoming {
	first := o.Call
	c.At = max(c.At, 0)
	c.Call.Sid = cmp.Or(c.Call.Sid, webhook.NewSID("CA", o.Random))
	c.Call.AccountSid, c.Call.To = cmp.Or(c.Call.AccountSid, first.AccountSid), cmp.Or(c.Call.To, first.To)
	if c.Call.Params == nil {
		c.Call.Params = maps.Clone(first.Params)
	}
	if c.Call.URL == "" && c.Call.Document == nil {
		c.Call.URL, c.Call.Method, c.Call.Document = first.URL, first.Method, first.Document
		if c.Call.FallbackURL == "" {
			c.Call.FallbackURL, c.Call.FallbackMethod = first.FallbackURL, first.FallbackMethod
		}
		if c.Call.Status.URL == "" {
			c.Call.Status = first.Status
		}
	}
	if c.Call.Began.IsZero() {
		c.Call.Began = first.Began
	}
	return c
}

// incoming plans a call that somebody makes.
func (d *scheduler) incoming(c Incoming) {
	d.schedule(timer{at: c.At, leg: c.Call.Sid, event: event.Rang{Call: c.Call}})
	d.prepare(c)
}

// prepare plans what happens to it besides.
func (d *scheduler) prepare(c Incoming) {
	sid := c.Call.Sid
	d.devices[sid] = &device{Caller: callerOrSilent(c.Caller)}
	limit := d.limit(c.Call)
	d.schedule(timer{at: c.At + limit, leg: sid, event: event.Expired{Limit: limit}, unanswered: true})
	if c.HangUpAfter > 0 {
		d.schedule(timer{at: c.At + c.HangUpAfter, leg: sid, event: event.HungUp{}})
	}
}
