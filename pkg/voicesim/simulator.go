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

// Simulator is a telephone exchange that stays open, where [Run] makes one call and its party: calls begin in it at any time, of
// any number of accounts, and whoever has it tells what happens to them. Calls of one account meet in its queues and
// conferences; those of different accounts do not.
//
// Only the call that asked an application waits for it: requests are made concurrently, the callbacks of a leg one
// after the other. Make one with [NewSimulator]; its methods are safe for concurrent use and wait for nothing.
type Simulator struct {
	scheduler
	options  SimulatorOptions
	inbox    inbox
	tempo    tempo
	families map[string]*family // by the Sid of each leg
	asking   int                // requests under way
	fetches  sync.WaitGroup
	ended    []*family // that may be over now
	closed   chan struct{}
	done     func() // closes the connections of a transport of its own
	swept    int    // timers that were left after the last sweep
}

// SimulatorOptions say how the calls of an [Simulator] run. The zero value is real time, with phones that are all a [DefaultPhone].
// The functions are called on the simulator's goroutine: while one blocks, all calls stand still.
type SimulatorOptions struct {
	Tokens  func(accountSid string) string // signs the requests of an account; nil signs with the empty token
	Phones  func(event.Call) Phone         // as in [Options]
	Observe func(event.Entry)              // as in [Options]; the time of an entry counts from Began

	ConnectTo []client.ConnectTo // as in [Options]
	Transport http.RoundTripper  // nil: a [client.Transport] of the simulator's own
	Random    io.Reader          // gives SIDs and tokens; nil is the system's. It has to be safe for concurrent use
	Began     time.Time          // when the simulator opened, on a clock on the wall; the zero time is the present

	// Speed is how many times faster than a clock on the wall the calls go; 0 counts as 1.
	Speed float64
	// Virtual lets time jump to the next event whenever no application is being asked: waiting takes no time, and a person has no
	// time to press a key. While an application is asked, time goes as fast as Speed says, so that one which waits for another
	// call before it answers gets to see it.
	Virtual bool
}

// NewSimulator is a simulator whose calls begin to run with [Simulator.Run].
func NewSimulator(o SimulatorOptions) *Simulator {
	if o.Began.IsZero() {
		o.Began = time.Now()
	}
	transport, done := carrier(o.Transport, o.ConnectTo)
	o.Transport = transport
	x := &Simulator{options: o, done: done, families: map[string]*family{}, inbox: newInbox(), closed: make(chan struct{}), tempo: tempo{since: time.Now(), speed: cmp.Or(o.Speed, 1)}}
	x.scheduler = scheduler{devices: map[string]*device{}, phones: o.Phones, observer: o.Observe, outward: x.outside}
	x.bridge.SeparateCalls = true
	return x
}

// Ring begins a call: somebody calls, or, where its Direction is [event.OutboundAPI], the REST API does. Its Call needs a Sid of its
// own, and a URL or a Document; it begins at once, whatever its At, and the simulator says when it Began.
func (x *Simulator) Ring(c Incoming) { x.inbox.put(message{ring: &c}) }

// Tell tells a leg what happened to it: what its phone does ([event.Rings], [event.PickedUp], [event.Refused], [event.Pressed], [event.Spoke], [event.HungUp]), or
// what the REST API asks of it ([event.Updated], [event.StartRecording], [event.UpdateRecording], [event.UpdateParticipant], [event.EndConference]). A leg that does not exist, or that has
// ended, is told nothing.
func (x *Simulator) Tell(sid string, ev event.Event) { x.inbox.put(message{leg: sid, event: ev}) }

// TellAfter tells it when a time has passed in the call.
func (x *Simulator) TellAfter(wait time.Duration, sid string, ev event.Event) {
	x.inbox.put(message{do: func(x *Simulator) { x.after(wait, sid, ev) }})
}

// Queue says that an account has a queue of that name, which holds a number of callers, or changes it.
// Without it, the first caller of a queue defines the queue.
func (x *Simulator) Queue(accountSid, name, sid string, most int) {
	x.inbox.put(message{do: func(x *Simulator) { x.bridge.SetQueue(accountSid, name, sid, most) }})
}

// Conference sets the SID of the next conference of that name, unless one is running.
func (x *Simulator) Conference(accountSid, name, sid string) {
	x.inbox.put(message{do: func(x *Simulator) { x.bridge.ReserveConference(accountSid, name, sid) }})
}

// Settle waits until everything that the simulator was told before has happened; not until an application has answered. It is
// not for the functions of the options. The error is ctx's own, or [ErrClosed].
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

// ErrClosed says that a simulator has closed.
var ErrClosed = errors.New("the simulator has closed")

// Run runs the calls until ctx ends, and then hangs up those that are left. It must be called once. When it returns, no
// goroutine of the simulator is left. The error is ctx's own.
func (x *Simulator) Run(ctx context.Context) error {
	asking, cancel := context.WithCancel(ctx)
	defer func() {
		cancel()
		x.close()
		close(x.closed) // whoever waits for it may be an application that one of the requests waits for
		x.fetches.Wait()
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

// read takes what has come in, in the order in which it came, until nothing is left: what one message leads to happens before
// time goes on.
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

// begin has a call begin now, so that whatever it is told next finds it there.
func (x *Simulator) begin(ctx context.Context, c Incoming) error {
	if len(x.families) == 0 { // a simulator where nothing happened catches up with the wall
		x.now = max(x.now, x.tempo.at())
	}
	c.Call.Began, c.At = x.options.Began, x.now
	x.families[c.Call.Sid] = &family{root: c.Call, legs: []string{c.Call.Sid}, alive: 1}
	x.prepare(c)
	return x.happen(ctx, timer{leg: c.Call.Sid, event: event.Rang{Call: c.Call}})
}

// happen has one event happen, if it still means anything.
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

// close hangs up whatever is left, with nobody to be asked any more.
func (x *Simulator) close() {
	x.outward = func(context.Context, event.Entry, event.Action) error { return nil }
	for _, sid := range x.bridge.Sids() {
		if !x.bridge.Leg(sid).Over() {
			_ = x.take(context.Background(), timer{leg: sid, event: event.HungUp{}})
		}
	}
}
