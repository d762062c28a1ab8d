package emulator

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// switchboard is where calls run: an office of the engine, what is known of each call that goes on, and the book in which all
// of it is written down. The engine's functions are called on one goroutine; whoever else looks at a line holds the lock.
type switchboard struct {
	server *Server
	office *voicesim.Office
	book   *book
	opened time.Time // when the engine's time is 0

	mu     sync.Mutex
	lines  map[string]*line       // that go on, by SID
	rooms  map[string]*conference // the same
	coming map[roomName]string    // conferences that nobody is in yet: their SIDs
	late   map[string]*line       // calls that are over, and have requests under way
	past   []*story               // the last ones that are over, the oldest first
	tokens map[string]string      // of accounts; they never change
}

// Pace says how the calls of [WithCalls] go. The zero value is real time.
type Pace struct {
	Speed   float64 // times real time; 0 counts as 1
	Virtual bool    // time jumps to what happens next, see [voicesim.OfficeOptions]
}

// WithCalls lets calls run while [Server.Run] does. It needs [WithTransport], without which they reach no application.
func WithCalls(p Pace) Option {
	return func(e *Server) { e.pace = &p }
}

// A Sighting is something that happened in a call which runs, for whoever watches.
type Sighting struct {
	At       time.Time
	CallSid  string // of the call that somebody made; what it dialled belongs to it
	From, To string
	Part     transcript.Part
}

// WithWatch has see told of all that happens in calls, as it happens. It is called on one goroutine, and must not wait: all calls
// would.
func WithWatch(see func(Sighting)) Option {
	return func(e *Server) { e.watch = see }
}

// newSwitchboard is one whose calls begin to move with run.
func newSwitchboard(e *Server) *switchboard {
	b := &switchboard{
		server: e, book: newBook(), opened: e.now(), lines: map[string]*line{}, rooms: map[string]*conference{},
		coming: map[roomName]string{}, late: map[string]*line{}, tokens: map[string]string{},
	}
	transport := e.transport
	if transport == nil {
		transport = unreachable{}
	}
	b.office = voicesim.NewOffice(voicesim.OfficeOptions{
		Tokens: b.token, Phones: b.phone, Observe: b.observe, ConnectTo: e.connectTo, Transport: afterBook{b.book, transport},
		Random: e.random, Began: b.opened, Speed: e.pace.Speed, Virtual: e.pace.Virtual,
	})
	return b
}

// unreachable is the transport of an emulator that reaches no application.
type unreachable struct{}

func (unreachable) RoundTrip(*http.Request) (*http.Response, error) { return nil, errAlone }

var errAlone = errors.New("this emulator reaches no application, so that nobody was asked")

// afterBook sends requests when everything that happened before is written: an application that is told of the end of a call
// finds it ended.
type afterBook struct {
	book *book
	next http.RoundTripper
}

func (s afterBook) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := s.book.settle(r.Context()); err != nil {
		return nil, err
	}
	return s.next.RoundTrip(r)
}

// Run has calls go on until ctx ends, and then hangs up on all that are left. It returns when everything is written, with the
// error of a database that failed meanwhile. It is for an emulator made [WithCalls], once.
func (e *Server) Run(ctx context.Context) error {
	if e.board == nil {
		panic("emulator: Run needs WithCalls")
	}
	return e.board.run(ctx)
}

func (b *switchboard) run(ctx context.Context) error {
	if err := b.begin(context.WithoutCancel(ctx)); err != nil { // who hangs up before it has begun is no failure
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan struct{})
	written := make(chan error, 1)
	go func() {
		err := b.book.write(context.WithoutCancel(ctx), b.server.db, done)
		stop() // a switchboard that cannot write is of no use
		written <- err
	}()
	_ = b.office.Run(ctx) // its error is ctx's own
	close(done)
	return <-written
}

// token is that of an account, asked for once.
func (b *switchboard) token(account string) string {
	if token, ok := b.tokens[account]; ok {
		return token
	}
	a, err := accountsIn(b.server.db).Get(context.Background(), everyone, account)
	if err == nil {
		b.tokens[account] = a.AuthToken
	}
	return a.AuthToken
}

// at is a moment of the engine on a clock on the wall.
func (b *switchboard) at(since time.Duration) time.Time { return b.opened.Add(since) }

// running says that no calls can run here, where that is so.
func (e *Server) running() (*switchboard, error) {
	if e.board == nil {
		return nil, &refusal{
			Status: http.StatusServiceUnavailable, Code: 20503,
			Message: "No calls run here: start the emulator with twvoice emulate",
		}
	}
	return e.board, nil
}
