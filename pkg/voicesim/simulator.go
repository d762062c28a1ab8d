package voicesim

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// Simulator runs many calls, while [Run] makes one call and those that belong to it. Calls begin at
// any time, for any number of accounts, and the program reports what happens to them. Calls of one
// account meet in its queues and conferences; those of different accounts do not.
//
// Only the call that made a request waits for its answer. Requests run concurrently, except the
// callbacks of one leg, which are sent in order. Make one with [NewSimulator]. Its methods are safe
// for concurrent use and, except for Run and Settle, do not block.
type Simulator struct {
	scheduler
	options  SimulatorOptions
	inbox    inbox
	tempo    paceClock
	families map[string]*callTree // by the Sid of each leg
	asking   int                  // requests in progress
	fetches  sync.WaitGroup
	ended    []*callTree // families that may have ended
	closed   chan struct{}
	done     func() // closes the connections of the simulator's own transport
	swept    int    // timers that were left after the last sweep
	attended bool   // an application behind a WebSocket had to act when it was last looked at
}

// SimulatorOptions describe how the calls of a [Simulator] run. The zero value is real time, with a
// [DefaultPhone] for every number. The functions are called on the simulator's goroutine; while one
// blocks, no call continues.
type SimulatorOptions struct {
	Tokens  func(accountSid string) string // signs the requests of an account; nil signs with the empty token
	Phones  func(event.Call) Phone         // as in [Options]
	Observe func(event.Entry)              // as in [Options]; the time of an entry counts from Began

	ConnectTo []client.ConnectTo // as in [Options]
	Transport http.RoundTripper  // nil: a new [client.Transport]
	Random    io.Reader          // source of SIDs and tokens; nil is the system's. It must be safe for concurrent use
	Began     time.Time          // wall-clock time at which the simulator opened; the zero time is now

	// IdleTimeout is how long an application behind a WebSocket may do nothing when it is its turn; 0
	// is [IdleTimeout]. If time is virtual, it is also how long a caller may do nothing, because no
	// person can be waited for.
	IdleTimeout time.Duration

	// Speed is the factor between the time of the calls and real time; 0 means 1.
	Speed float64
	// Virtual lets time jump to the next event while no request is in progress: waiting takes no
	// time, and a person has no time to press a key. During a request, and while an application behind
	// a WebSocket has to act, time advances at Speed, so an application that waits for another call
	// before it answers gets to see it.
	Virtual bool
}

// NewSimulator returns a simulator. Its calls run while [Simulator.Run] runs.
func NewSimulator(o SimulatorOptions) *Simulator {
	if o.Began.IsZero() {
		o.Began = time.Now()
	}
	transport, done := transportFor(o.Transport, o.ConnectTo)
	o.Transport = transport
	x := &Simulator{options: o, done: done, families: map[string]*callTree{}, inbox: newInbox(), closed: make(chan struct{}), tempo: paceClock{since: time.Now(), speed: cmp.Or(o.Speed, 1)}}
	x.scheduler = scheduler{devices: map[string]*device{}, phones: o.Phones, observer: o.Observe, outward: x.outside}
	x.bridge.SeparateCalls = true
	x.idleTimeout, x.person = cmp.Or(o.IdleTimeout, IdleTimeout), !o.Virtual
	x.sockets.deliver = x.Send
	return x
}

// Ring begins a call: an incoming one, or one of the REST API if its Direction is
// [event.OutboundAPI]. Its Call needs a unique Sid, and a URL or a Document. It begins immediately,
// whatever its At, and the simulator sets Began.
func (x *Simulator) Ring(c Incoming) { x.inbox.put(message{ring: &c}) }

// Send reports to a leg what happened to it: what its phone does ([event.Rings], [event.PickedUp],
// [event.Refused], [event.Pressed], [event.Spoke], [event.HungUp]), or what the REST API requests
// ([event.Updated], [event.StartRecording], [event.UpdateRecording], [event.UpdateParticipant],
// [event.EndConference]). A leg that does not exist or has ended ignores it.
func (x *Simulator) Send(sid string, ev event.Event) { x.inbox.put(message{leg: sid, event: ev}) }

// SendAfter is like Tell, after a wait in the time of the call.
func (x *Simulator) SendAfter(wait time.Duration, sid string, ev event.Event) {
	x.inbox.put(message{do: func(x *Simulator) { x.after(wait, sid, ev) }})
}

// Queue creates or changes a queue of an account, with a limit on waiting callers. Without it, the
// first caller of a queue defines the queue.
func (x *Simulator) Queue(accountSid, name, sid string, most int) {
	x.inbox.put(message{do: func(x *Simulator) { x.bridge.SetQueue(accountSid, name, sid, most) }})
}

// Conference sets the SID of the next conference with that name, unless one is running.
func (x *Simulator) Conference(accountSid, name, sid string) {
	x.inbox.put(message{do: func(x *Simulator) { x.bridge.ReserveConference(accountSid, name, sid) }})
}

// Settle waits until all earlier orders have been carried out, but not for answers of applications. The functions of the
// options must not call it. The error is ctx's own, or [ErrClosed].
func (x *Simulator) Settle(ctx context.Context) error {
	settled := make(chan struct{})
	x.inbox.put(message{do: func(*Simulator) { close(settled) }})
	select {
	case <-settled:
		return nil
	case <-x.closed:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ErrClosed reports that a simulator has closed.
var ErrClosed = errors.New("the simulator has closed")

// Run runs the calls until ctx ends, and then hangs up the remaining ones. It must be called once.
// When it returns, all goroutines of the simulator have ended. The error is ctx's own.
func (x *Simulator) Run(ctx context.Context) error {
	asking, cancel := context.WithCancel(ctx)
	defer func() {
		cancel()
		x.close()
		x.sockets.end()
		close(x.closed) // a caller of Settle may be an application that one of the requests waits for
		x.fetches.Wait()
		x.inbox.discard()
		x.done()
	}()
	for {
		if err := x.read(asking); err != nil {
			return err
		}
		due, planned := x.due()
		if planned && due <= 0 {
			if err := x.next(asking); err != nil {
				return err
			}
			continue
		}
		if err := x.wait(ctx, due, planned); err != nil {
			return err
		}
	}
}

// read handles the incoming messages in order until none are left. The consequences of a message
// happen before time advances.
func (x *Simulator) read(ctx context.Context) error {
	for all := x.inbox.take(); len(all) > 0; all = x.inbox.take() {
		for _, m := range all {
			if err := ctx.Err(); err != nil {
				return err
			}
			x.tick()
			if err := x.handle(ctx, m); err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *Simulator) handle(ctx context.Context, m message) error {
	switch {
	case m.do != nil:
		m.do(x)
		return nil
	case m.ring != nil:
		return x.begin(ctx, *m.ring)
	case m.answer:
		x.reported(ctx, m)
	}
	return x.happen(ctx, timer{leg: m.leg, event: m.event})
}

// begin starts a call now, so that later messages find it.
func (x *Simulator) begin(ctx context.Context, c Incoming) error {
	if len(x.families) == 0 { // an idle simulator catches up with the wall clock
		x.now = max(x.now, x.tempo.at())
	}
	c.Call.Began, c.At = x.options.Began, x.now
	x.families[c.Call.Sid] = &callTree{root: c.Call, legs: []string{c.Call.Sid}, alive: 1}
	x.prepare(c)
	return x.happen(ctx, timer{leg: c.Call.Sid, event: event.Rang{Call: c.Call}})
}

// happen handles one event, if it still has an effect.
func (x *Simulator) happen(ctx context.Context, c timer) error {
	if x.relevant(c) {
		if err := x.take(ctx, c); err != nil {
			return err
		}
	}
	for _, f := range x.ended {
		if f.over() {
			x.forget(f)
		}
	}
	x.ended = x.ended[:0]
	return nil
}

// close hangs up the remaining calls, without further requests.
func (x *Simulator) close() {
	x.outward = func(context.Context, event.Entry, event.Action) error { return nil }
	for _, sid := range x.bridge.Sids() {
		if !x.bridge.Leg(sid).Over() {
			_ = x.take(context.Background(), timer{leg: sid, event: event.HungUp{}})
		}
	}
}
