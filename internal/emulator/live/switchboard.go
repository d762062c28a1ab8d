// Package live is the calls that run: it has the engine make them, and writes down what happens.
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

// Switchboard is where calls run: a simulator of the engine, what is known of each call that goes on, and the book in which all
// of it is written down. The engine's functions are called on one goroutine; whoever else looks at a line holds the lock.
type Switchboard struct {
	*record.Tables
	outbox    *outbox.Outbox
	messenger *messaging.Messenger
	options   Options
	simulator *voicesim.Simulator
	writer    *writer
	opened    time.Time // when the engine's time is 0

	mu     sync.Mutex
	calls  map[string]*liveCall          // that go on, by SID
	rooms  map[string]*record.Conference // the same
	coming map[roomName]string           // conferences that nobody is in yet: their SIDs
	late   map[string]*liveCall          // calls that are over, and have requests under way
	past   []*history                    // the last ones that are over, the oldest first
	tokens map[string]string             // of accounts; they never change
}

// Pace says how the calls of [emulator.WithCalls] go. The zero value is real time.
type Pace struct {
	Speed   float64 // times real time; 0 counts as 1
	Virtual bool    // time jumps to what happens next, see [voicesim.OfficeOptions]
}

// Options are how calls go, who may be called, and who watches.
type Options struct {
	Pace   Pace
	Phones Phones
	Watch  func(Sighting) // nil for nobody
}

// A Sighting is something that happened in a call which runs, for whoever watches.
type Sighting struct {
	At       time.Time
	CallSid  string // of the call that somebody made; what it dialled belongs to it
	From, To string
	Part     transcript.Part
}

// New is one whose calls begin to move with run.
func New(t *record.Tables, o *outbox.Outbox, m *messaging.Messenger, options Options) *Switchboard {
	b := &Switchboard{
		Tables: t, outbox: o, messenger: m, options: options, writer: newBook(), opened: t.Now(), calls: map[string]*liveCall{}, rooms: map[string]*record.Conference{},
		coming: map[roomName]string{}, late: map[string]*liveCall{}, tokens: map[string]string{},
	}
	transport := o.Transport
	if transport == nil {
		transport = unreachable{}
	}
	b.simulator = voicesim.NewSimulator(voicesim.SimulatorOptions{
		Tokens: b.token, Phones: b.phone, Observe: b.observe, ConnectTo: o.ConnectTo, Transport: afterBook{b.writer, transport},
		Random: t.Random, Began: b.opened, Speed: options.Pace.Speed, Virtual: options.Pace.Virtual,
	})
	return b
}

// unreachable is the transport of an emulator that reaches no application.
type unreachable struct{}

func (unreachable) RoundTrip(*http.Request) (*http.Response, error) { return nil, errAlone }

var errAlone = errors.New("this emulator reaches no application: no request was made")

// afterBook sends requests when everything that happened before is written: an application that is told of the end of a call
// finds it ended.
type afterBook struct {
	book *writer
	next http.RoundTripper
}

func (s afterBook) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := s.book.settle(r.Context()); err != nil {
		return nil, err
	}
	return s.next.RoundTrip(r)
}

func (b *Switchboard) Run(ctx context.Context) error {
	if err := b.begin(context.WithoutCancel(ctx)); err != nil { // who hangs up before it has begun is no failure
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan struct{})
	written := make(chan error, 1)
	go func() {
		err := b.writer.write(context.WithoutCancel(ctx), b.DB, done)
		stop() // a switchboard that cannot write is of no use
		written <- err
	}()
	_ = b.simulator.Run(ctx) // its error is ctx's own
	close(done)
	return <-written
}

// token is that of an account, asked for once.
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

// at is a moment of the engine on a clock on the wall.
func (b *Switchboard) at(since time.Duration) time.Time { return b.opened.Add(since) }

// Status is the status of a call that goes on, "" for one that does not.
func (b *Switchboard) Status(sid string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if l := b.calls[sid]; l != nil {
		return l.row.Status
	}
	return ""
}

// Apply tells a call what happens in it, and waits until it has happened and is written down.
func (b *Switchboard) Apply(ctx context.Context, sid string, events ...event.Event) error {
	for _, ev := range events {
		b.simulator.Tell(sid, ev)
	}
	return b.settle(ctx)
}

// settle waits until what calls were told has happened, and is written down.
func (b *Switchboard) settle(ctx context.Context) error {
	if err := b.simulator.Settle(ctx); err != nil {
		return err
	}
	return b.writer.settle(ctx)
}

// Written waits until everything that has happened is in the database.
func (b *Switchboard) Written(ctx context.Context) error { return b.writer.settle(ctx) }

// Sizes is how much is in memory of calls: those that go on, those whose last answer is awaited, and what was heard in those that are over.
func (b *Switchboard) Sizes() (lines, late, past, unwritten int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.calls), len(b.late), len(b.past), b.writer.unwritten()
}
