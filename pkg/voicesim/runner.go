package voicesim

import (
	"container/heap"
	"context"
	"slices"
	"time"
)

// runner is a discrete-event loop: take the earliest cue, step, perform.
type runner struct {
	options  Options
	exchange Switch
	http     map[string]*client // a leg's own, for its cookies
	holders  map[string]*holder // of each leg's phone
	results  []LegResult

	clock   clock
	now     time.Duration
	cues    cues
	order   int
	reports int // answers that are still to be handed to a leg
}

func newRunner(o Options) *runner {
	r := &runner{options: o, http: map[string]*client{}, holders: map[string]*holder{}}
	r.incoming(Incoming{Call: o.Call, Caller: o.Caller, HangUpAfter: o.HangUpAfter})
	for _, call := range o.Also {
		r.incoming(call.complete(o))
	}
	for _, update := range o.Updates {
		r.push(cue{at: update.At, leg: update.Leg, event: update.Event})
	}
	return r
}

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
	next, meant := r.address(next)
	if !meant {
		return nil
	}
	switch ev := next.event.(type) {
	case Rang:
		name := First
		if len(r.results) > 0 {
			name = ev.Call.From
		}
		r.results = append(r.results, LegResult{Sid: next.leg, Name: name, From: ev.Call.From, To: ev.Call.To})
	case Fetched:
		r.reports--
	}
	if next.mine {
		r.holders[next.leg].moving = false
	}
	if next.event == nil {
		r.ask(next.leg, Moment{At: r.now})
		return nil
	}
	for _, e := range r.exchange.Step(r.now, next.leg, next.event) {
		if err := r.happened(ctx, e); err != nil {
			return err
		}
	}
	return nil
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

// push plans a cue. Time never runs backwards: what should have happened before happens now.
func (r *runner) push(c cue) {
	r.order++
	c.at, c.order = max(c.at, r.now), r.order
	heap.Push(&r.cues, c)
}
