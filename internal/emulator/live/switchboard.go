// Package live runs the calls of the emulator in the engine, and records what happens in them.
package live

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/messaging"
	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Switchboard runs calls: it has a simulator, the state of each running call, and the queue of
// writes that records them. The engine calls its functions on one goroutine; other users of the
// state must hold the lock. Make one with [New].
type Switchboard struct {
	*record.Tables
	outbox    *outbox.Outbox
	messenger *messaging.Messenger
	options   Options
	simulator *voicesim.Simulator
	writer    *writer
	opened    time.Time // the time at which the engine's time is 0

	mu     sync.Mutex
	calls  map[string]*liveCall          // running calls by SID
	rooms  map[string]*record.Conference // running conferences by SID
	coming map[conferenceKey]string      // SIDs of conferences that have no participants yet
	late   map[string]*liveCall          // ended calls with requests in progress
	past   []*history                    // last ended calls, oldest first
	tokens map[string]string             // by account; they never change
}

// Pace sets how fast the calls of [emulator.WithCalls] run. The zero value is real time.
type Pace struct {
	Speed   float64 // factor to real time; 0 means 1
	Virtual bool    // time jumps to the next event, see [voicesim.OfficeOptions]
}

// Options are the pace of calls, the phones that can be called, and the observer.
type Options struct {
	Pace   Pace
	Phones Phones
	Watch  func(CallEvent) // may be nil

	IdleTimeout time.Duration // as in [voicesim.SimulatorOptions]
}

// CallEvent is something that happened in a running call, for an observer.
type CallEvent struct {
	At       time.Time
	CallSid  string // of the first call; the calls that it dialed belong to it
	From, To string
	Part     transcript.Part
}

// New returns a switchboard. Its calls proceed only while [Switchboard.Run] runs.
func New(t *record.Tables, o *outbox.Outbox, m *messaging.Messenger, options Options) *Switchboard {
	b := &Switchboard{
		Tables: t, outbox: o, messenger: m, options: options, writer: newWriter(), opened: t.Now(), calls: map[string]*liveCall{}, rooms: map[string]*record.Conference{},
		coming: map[conferenceKey]string{}, late: map[string]*liveCall{}, tokens: map[string]string{},
	}
	transport := o.Transport
	if transport == nil {
		transport = unreachable{}
	}
	b.simulator = voicesim.NewSimulator(voicesim.SimulatorOptions{
		Tokens: b.token, Phones: b.phone, Observe: b.observe, ConnectTo: o.ConnectTo, Transport: afterWrites{b.writer, transport},
		Random: t.Random, Began: b.opened, Speed: options.Pace.Speed, Virtual: options.Pace.Virtual, IdleTimeout: options.IdleTimeout,
	})
	return b
}

// unreachable is the transport of an emulator that cannot reach applications.
type unreachable struct{}

func (unreachable) RoundTrip(*http.Request) (*http.Response, error) { return nil, errUnreachable }

var errUnreachable = errors.New("this emulator reaches no application: no request was made")

// afterWrites sends a request only after everything that happened before it is written. An
// application that is notified of the end of a call then finds the call ended.
type afterWrites struct {
	book *writer
	next http.RoundTripper
}

func (s afterWrites) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := s.book.settle(r.Context()); err != nil {
		return nil, err
	}
	return s.next.RoundTrip(r)
}

// Run runs the calls until ctx ends, and then writes what is left. It returns the error of the
// database, if it failed.
func (b *Switchboard) Run(ctx context.Context) error {
	if err := b.begin(context.WithoutCancel(ctx)); err != nil { // a cancellation before the start is not a failure
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan struct{})
	written := make(chan error, 1)
	go func() {
		err := b.writer.write(context.WithoutCancel(ctx), b.DB, done)
		stop() // without writes, calls must not continue
		written <- err
	}()
	_ = b.simulator.Run(ctx) // its error is the one of ctx
	close(done)
	return <-written
}

// token returns the auth token of an account, and remembers it.
func (b *Switchboard) token(account string) string {
	if token, ok := b.tokens[account]; ok {
		return token
	}
	a, err := record.Accounts(b.DB).Get(context.Background(), record.Global, account)
	if err == nil {
		b.tokens[account] = a.AuthToken
	}
	return a.AuthToken
}

// at converts the engine's time to wall-clock time.
func (b *Switchboard) at(since time.Duration) time.Time { return b.opened.Add(since) }

// Status returns the status of a running call, "" for any other.
func (b *Switchboard) Status(sid string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if l := b.calls[sid]; l != nil {
		return l.row.Status
	}
	return ""
}

// Apply sends events to a call, and waits until they have been handled and written.
func (b *Switchboard) Apply(ctx context.Context, sid string, events ...event.Event) error {
	for _, ev := range events {
		b.simulator.Send(sid, ev)
	}
	return b.settle(ctx)
}

// settle waits until all events that were sent to calls have been handled and written.
func (b *Switchboard) settle(ctx context.Context) error {
	if err := b.simulator.Settle(ctx); err != nil {
		return err
	}
	return b.writer.settle(ctx)
}

// WaitWritten waits until everything that has happened is in the database.
func (b *Switchboard) WaitWritten(ctx context.Context) error { return b.writer.settle(ctx) }

// Sizes returns how much state is in memory: running calls, ended calls that wait for an answer,
// histories of ended calls, and unwritten entries.
func (b *Switchboard) Sizes() (lines, late, past, unwritten int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.calls), len(b.late), len(b.past), b.writer.unwritten()
}
