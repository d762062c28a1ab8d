package voicesim

import (
	"container/heap"
	"context"
	"slices"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// runner is a discrete-event loop: take the earliest timer, step, perform.
type runner struct {
	scheduler
	options Options
	http    map[string]*requester // a leg's own, for its cookies
	noted   map[string]bool       // what the notes of requests have said
	results []LegResult
	clock   clock
	reports int // answers that are still to be handed to a leg
}

func newRunner(o Options) *runner {
	r := &runner{options: o, http: map[string]*requester{}, noted: map[string]bool{}}
	r.scheduler = scheduler{devices: map[string]*device{}, phones: o.Phones, observer: o.Observe, longest: o.TimeLimit, outward: r.outside}
	r.incoming(Incoming{Call: o.Call, Caller: o.Caller, HangUpAfter: o.HangUpAfter})
	for _, call := range o.Also {
		r.incoming(call.complete(o))
	}
	for _, update := range o.Updates {
		r.schedule(timer{at: update.At, leg: update.Leg, event: update.Event})
	}
	return r
}

func (r *runner) run(ctx context.Context) error {
	r.clock = newClock(r.options)
	for r.timers.Len() > 0 && (r.reports > 0 || !r.over()) {
		next := r.timers[0]
		typed, ev, err := r.clock.until(ctx, next.at, &r.now)
		switch {
		case err != nil:
			return err
		case typed:
			next = timer{leg: r.options.Call.Sid, event: ev}
		default:
			heap.Pop(&r.timers)
		}
		if err := r.step(ctx, next); err != nil {
			return err
		}
		r.steered()
	}
	return nil
}

// steered plans what a program that watches the calls wants to happen.
func (r *runner) steered() {
	if r.options.Steer == nil {
		return
	}
	for _, u := range r.options.Steer() {
		r.schedule(timer{at: u.At, leg: u.Leg, event: u.Event})
	}
}

// over reports whether all calls that were planned have been made, and have ended.
func (r *runner) over() bool {
	begun := len(r.results) > 0 && r.bridge.Over()
	return begun && !slices.ContainsFunc(r.timers, func(c timer) bool { _, rang := c.event.(event.Rang); return rang })
}

func (r *runner) step(ctx context.Context, next timer) error {
	next = r.address(next)
	if !r.relevant(next) {
		return nil
	}
	switch ev := next.event.(type) {
	case event.Rang:
		name := event.First
		if len(r.results) > 0 {
			name = ev.Call.From
		}
		r.results = append(r.results, LegResult{Sid: next.leg, Name: name, From: ev.Call.From, To: ev.Call.To})
	case event.Fetched:
		r.reports--
	}
	return r.take(ctx, next)
}

// outside asks the application, which everybody waits for, and keeps the results.
func (r *runner) outside(ctx context.Context, e event.Entry, action event.Action) error {
	switch action := action.(type) {
	case event.Fetch:
		got, err := r.client(e.Sid).fetch(ctx, action)
		if err != nil {
			return err
		}
		got.Notes = slices.DeleteFunc(got.Notes, func(note string) bool { said := r.noted[note]; r.noted[note] = true; return said })
		r.reports++
		r.after(0, e.Sid, got)
		r.ordered()
	case event.Dial:
		call := action.Call
		r.results = append(r.results, LegResult{Sid: call.Sid, Name: call.To, From: call.From, To: call.To})
	case event.End:
		i := slices.IndexFunc(r.results, func(l LegResult) bool { return l.Sid == e.Sid })
		r.results[i].End = action
	}
	return nil
}

// ordered plans what the REST API has been asked to do while the application answered.
func (r *runner) ordered() {
	if r.options.Orders == nil {
		return
	}
	for _, order := range r.options.Orders() {
		r.after(0, order.Leg, order.Event)
	}
}

// client is that of a leg: the legs of one call do not share cookies. Choice: Twilio's documents say "per call".
func (r *runner) client(sid string) *requester {
	c, ok := r.http[sid]
	if !ok {
		o := r.options
		o.Call, o.Jar = r.root(sid), nil
		c = newRequester(o)
		r.http[sid] = c
	}
	return c
}

// root is the call that a leg belongs to: its own, or that of the leg at the top which dialled.
func (r *runner) root(sid string) event.Call {
	call := r.bridge.Leg(sid).Call()
	for call.Parent != "" {
		call = r.bridge.Leg(call.Parent).Call()
	}
	return *call
}
