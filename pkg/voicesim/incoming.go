package voicesim

import (
	"cmp"
	"maps"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Incoming is another call to the same application, which meets the first one in queues and
// conferences. Empty fields of its Call are taken from the first call: AccountSid, To, Params,
// Began, and, if it has neither URL nor Document, the settings of the number: URL, Document,
// fallback and status callback. From and Sid are not shared; a missing Sid is drawn. Its Direction
// is only sent to the application.
type Incoming struct {
	At          time.Duration // after the first call; negative means 0
	Call        event.Call
	Caller      Caller        // nil: [Silent]
	HangUpAfter time.Duration // 0 for never
}

// complete fills in what another call shares with the first one.
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

// incoming schedules an incoming call.
func (d *scheduler) incoming(c Incoming) {
	d.schedule(timer{at: c.At, leg: c.Call.Sid, event: event.Rang{Call: c.Call}})
	d.prepare(c)
}

// prepare schedules its caller's input and its end.
func (d *scheduler) prepare(c Incoming) {
	sid := c.Call.Sid
	d.devices[sid] = &device{Caller: callerOrSilent(c.Caller)}
	limit := d.limit(c.Call)
	d.schedule(timer{at: c.At + limit, leg: sid, event: event.Expired{Limit: limit}, unanswered: true})
	if c.HangUpAfter > 0 {
		d.schedule(timer{at: c.At + c.HangUpAfter, leg: sid, event: event.HungUp{}})
	}
}
