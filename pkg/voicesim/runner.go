package voicesim

import (
	"cmp"
	"context"
	"slices"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// runner is a discrete-event loop: take the earliest timer, step, perform.
type runner struct {
	scheduler
	options Options
	http    map[string]*requester // one per leg, because of its cookies
	noted   map[string]bool       // notes of requests that were reported
	results []LegResult
	reports int // answers that are not handed to their leg yet

	inbox   inbox     // messages of applications behind WebSockets
	arrived []message // taken from the inbox
	input   <-chan event.Event
	tempo   paceClock // the clock while time is real
	wasReal bool
}

func newRunner(o Options) *runner {
	r := &runner{options: o, http: map[string]*requester{}, noted: map[string]bool{}, inbox: newInbox()}
	if o.RealTime {
		r.input = o.Input
	}
	r.scheduler = scheduler{devices: map[string]*device{}, phones: o.Phones, observer: o.Observe, longest: o.TimeLimit, outward: r.outside}
	r.idleTimeout, r.person = cmp.Or(o.IdleTimeout, IdleTimeout), o.Input != nil
	r.sockets.deliver = func(leg string, ev event.Event) { r.inbox.put(message{leg: leg, event: ev}) }
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
	defer r.sockets.end()
	for r.timers.Len() > 0 && (r.reports > 0 || !r.over()) {
		next, err := r.next(ctx)
		if err != nil {
			return err
		}
		if err := r.step(ctx, next); err != nil {
			return err
		}
		r.steered()
	}
	return nil
}

// steered schedules the events of [Options.Steer].
func (r *runner) steered() {
	if r.options.Steer == nil {
		return
	}
	for _, u := range r.options.Steer() {
		r.schedule(timer{at: u.At, leg: u.Leg, event: u.Event})
	}
}

// over reports whether all scheduled calls have been made and have ended.
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

// outside makes a request, which all calls wait for, and collects the results.
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
	case event.OpenSocket:
		opened, conn, err := dialSocket(ctx, r.client(e.Sid).Client, action)
		if err != nil {
			return err
		}
		if conn != nil {
			r.sockets.take(e.Sid, action.ID, conn)
		}
		r.after(0, e.Sid, opened)
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

// ordered schedules the changes that the REST API requested while the application answered.
func (r *runner) ordered() {
	if r.options.Orders == nil {
		return
	}
	for _, order := range r.options.Orders() {
		r.after(0, order.Leg, order.Event)
	}
}

// client returns the requester of a leg: the legs of one call do not share cookies. Choice:
// Twilio's documents say "per call".
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

// root returns the first call of a leg: its own, or the one at the top of the chain that dialed it.
func (r *runner) root(sid string) event.Call {
	call := r.bridge.Leg(sid).Call()
	for call.Parent != "" {
		call = r.bridge.Leg(call.Parent).Call()
	}
	return *call
}
