package voicesim

import (
	"cmp"
	"container/heap"
	"context"
	"slices"
	"time"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// runner is a discrete-event loop: take the earliest cue, step, perform.
type runner struct {
	options  Options
	exchange Switch
	http     map[string]*client // a leg's own, for its cookies
	callers  map[string]*holder
	results  []LegResult

	clock   clock
	now     time.Duration
	cues    cues
	order   int
	reports int // answers that are still to be handed to a leg
}

// holder is who holds a phone.
type holder struct {
	Caller
	moving bool // a move is still to come
}

func newRunner(o Options) *runner {
	r := &runner{options: o, http: map[string]*client{}, callers: map[string]*holder{}}
	r.incoming(Incoming{Call: o.Call, Caller: o.Caller, HangUpAfter: o.HangUpAfter})
	for _, call := range o.Also {
		r.incoming(call.complete(o))
	}
	for _, update := range o.Updates {
		r.push(cue{at: update.At, leg: update.Leg, event: update.Event})
	}
	return r
}

// complete fills in what another call has in common with the first one.
func (c Incoming) complete(o Options) Incoming {
	first := o.Call
	c.Call.Sid = cmp.Or(c.Call.Sid, webhook.NewSID("CA", o.Random))
	c.Call.AccountSid, c.Call.To = cmp.Or(c.Call.AccountSid, first.AccountSid), cmp.Or(c.Call.To, first.To)
	if c.Call.URL == "" {
		c.Call.URL, c.Call.Method = first.URL, first.Method
		c.Call.FallbackURL, c.Call.FallbackMethod = first.FallbackURL, first.FallbackMethod
	}
	if c.Call.Began.IsZero() {
		c.Call.Began = first.Began
	}
	return c
}

// incoming plans a call that somebody makes.
func (r *runner) incoming(c Incoming) {
	sid := c.Call.Sid
	r.callers[sid] = &holder{Caller: orSilent(c.Caller)}
	r.push(cue{at: c.At, leg: sid, event: Rang{Call: c.Call}})
	r.push(cue{at: c.At + r.limit(), leg: sid, event: Expired{Limit: r.limit()}, unanswered: true})
	if c.HangUpAfter > 0 {
		r.push(cue{at: c.At + c.HangUpAfter, leg: sid, event: HungUp{}})
	}
}

func orSilent(c Caller) Caller {
	if c == nil {
		return Silent{}
	}
	return c
}

func (r *runner) limit() time.Duration { return cmp.Or(r.options.TimeLimit, 4*time.Hour) }

func (r *runner) run(ctx context.Context) error {
	r.clock = newClock(r.options)
	for r.cues.Len() > 0 && (r.reports > 0 || !r.over()) {
		next := r.cues[0]
		typed, ev, err := r.clock.until(ctx, next.at, &r.now)
		switch {
		case err != nil:
			return err
		case typed:
			next = cue{leg: r.options.Call.Sid, event: ev}
		default:
			heap.Pop(&r.cues)
		}
		if err := r.step(ctx, next); err != nil {
			return err
		}
	}
	return nil
}

// over reports whether all calls that were planned have been made, and have ended.
func (r *runner) over() bool {
	begun := len(r.results) > 0 && r.exchange.Over()
	return begun && !slices.ContainsFunc(r.cues, func(c cue) bool { _, rang := c.event.(Rang); return rang })
}

func (r *runner) step(ctx context.Context, next cue) error {
	leg := r.leg(next)
	if leg == "" {
		return nil
	}
	switch ev := next.event.(type) {
	case Rang:
		name := First
		if len(r.results) > 0 {
			name = ev.Call.From
		}
		r.results = append(r.results, LegResult{Sid: leg, Name: name, From: ev.Call.From, To: ev.Call.To})
	case Fetched:
		r.reports--
	}
	if next.mine {
		r.callers[leg].moving = false
	}
	if next.event == nil {
		r.ask(leg, Moment{At: r.now})
		return nil
	}
	for _, e := range r.exchange.Step(r.now, leg, next.event) {
		if err := r.happened(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// leg is the Sid of the leg that a cue is for, "" where it has no meaning any more.
func (r *runner) leg(c cue) string {
	if _, rang := c.event.(Rang); rang {
		return c.leg
	}
	sid := c.leg
	for _, l := range r.results { // of several calls to one number, the last is meant
		if l.Name == c.leg {
			sid = l.Sid
		}
	}
	leg := r.exchange.Leg(sid)
	switch {
	case leg == nil, c.unanswered && leg.Status() != Ringing, leg.Over() && !late(c.event):
		return ""
	}
	return sid
}

// late says whether an event has a meaning for a leg that is over.
func late(ev Event) bool {
	switch ev.(type) {
	case Fetched, Updated:
		return true
	}
	return false
}

// happened shows an entry, performs its actions, and lets the one who holds the phone do something about it.
func (r *runner) happened(ctx context.Context, e Entry) error {
	if _, waited := e.Event.(Elapsed); !waited || len(e.Actions) > 0 {
		r.observe(e)
	}
	for _, action := range e.Actions {
		if err := r.perform(ctx, e, action); err != nil {
			return err
		}
	}
	r.ask(e.Sid, Moment{At: r.now, Event: e.Event, Heard: e.Actions})
	return nil
}

// ask asks who holds a phone for the next move, unless one is still to come.
func (r *runner) ask(sid string, now Moment) {
	holder, leg := r.callers[sid], r.exchange.Leg(sid)
	if holder == nil || holder.moving || leg.Over() {
		return
	}
	now.Ear = leg.Ear()
	if move, ok := holder.Move(now); ok {
		holder.moving = true
		r.push(cue{at: r.now + move.After, leg: sid, event: move.Event, mine: true})
	}
}

// perform does what concerns the world outside. Everything else is for whoever observes, or has reached the other legs already.
func (r *runner) perform(ctx context.Context, e Entry, action Action) error {
	switch action := action.(type) {
	case Fetch:
		got, err := r.client(e.Sid).fetch(ctx, action)
		if err != nil {
			return err
		}
		r.reports++
		r.cue(0, e.Sid, got)
	case Wait:
		r.cue(action.For, e.Sid, Elapsed{ID: action.ID})
	case Dial:
		call := action.Call
		r.results = append(r.results, LegResult{Sid: call.Sid, Name: call.To, From: call.From, To: call.To})
	case Ring:
		r.ring(e.Sid)
	case Away: // no Dial limits it any more
		r.cue(r.limit(), e.Sid, Expired{Limit: r.limit()})
	case Answer:
		if r.exchange.Leg(e.Sid).call.Direction != OutboundDial { // there the Dial has a limit
			r.cue(r.limit(), e.Sid, Expired{Limit: r.limit()})
		}
	case End:
		i := slices.IndexFunc(r.results, func(l LegResult) bool { return l.Sid == e.Sid })
		r.results[i].End = action
	}
	return nil
}

// ring has a phone do what it does.
func (r *runner) ring(sid string) {
	phone := Stranger()
	if r.options.Phones != nil {
		phone = r.options.Phones(r.exchange.Leg(sid).call)
	}
	if phone.Caller != nil || r.callers[sid] == nil { // the application may have called the first caller
		r.callers[sid] = &holder{Caller: orSilent(phone.Caller)}
	}
	for _, p := range phone.pickUp() {
		r.cue(p.after, sid, p.event)
	}
}

// client is that of a leg: the legs of one call do not share cookies. Choice: Twilio's documents say "per call".
func (r *runner) client(sid string) *client {
	c, ok := r.http[sid]
	if !ok {
		o := r.options
		o.Call = r.root(sid)
		c = newClient(o)
		r.http[sid] = c
	}
	return c
}

// root is the call that a leg belongs to: its own, or that of the leg at the top which dialled.
func (r *runner) root(sid string) Call {
	call := r.exchange.Leg(sid).call
	for call.Parent != "" {
		call = r.exchange.Leg(call.Parent).call
	}
	return call
}

func (r *runner) observe(e Entry) {
	if r.options.Observe != nil {
		r.options.Observe(e)
	}
}

func (r *runner) cue(after time.Duration, leg string, ev Event) {
	r.push(cue{at: r.now + after, leg: leg, event: ev})
}

func (r *runner) push(c cue) {
	r.order++
	c.order = r.order
	heap.Push(&r.cues, c)
}
