package capture

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/internal/store"
)

// How much may wait to be written; what comes on top is counted and lost.
const (
	maxWaiting      = 1024
	maxWaitingBytes = 8 << 20
	// atOnce is how many of them are written together: more of them are hardly faster, and take memory twice.
	atOnce = 128
)

// Options say what a [Keeper] keeps, and where.
type Options struct {
	Dir     string // of the database
	Session Session
	Secrets []string // that are hidden wherever they stand: the auth token, a password
	// Tell tells the person something, on the writer's goroutine: once that requests cannot be kept, and at the end how many were
	// not. Nil tells nobody.
	Tell func(string)
	// Seen is handed each request when nothing secret is left in it, in order and on the writer's goroutine: with its ID where it
	// was kept, without one where it could not be, or not yet. It must not block. Nil is nobody.
	Seen func(Request)
	Now  func() time.Time // nil: time.Now
}

// Keeper writes what a server is asked. Make one with [Start], and close it. It is safe for concurrent use, and none of its
// methods but Close waits for anything.
type Keeper struct {
	wake chan struct{} // has one when there is something to do
	done chan struct{} // closed when the writer has ended

	mu      sync.Mutex
	waiting []httplog.Record
	bytes   int // of those
	lost    int
	session Session
	changed bool // the session is to be written
	closing bool
}

// Start begins to write, on a goroutine that Close waits for. That the database cannot be opened is told, and no error: a
// server goes on without.
func Start(o Options) *Keeper { return start(o, store.Options{Patience: patience}) }

func start(o Options, s store.Options) *Keeper {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Tell == nil {
		o.Tell = func(string) {}
	}
	if o.Seen == nil {
		o.Seen = func(Request) {}
	}
	k := &Keeper{wake: make(chan struct{}, 1), done: make(chan struct{}), session: o.Session, changed: true}
	w := &writer{Keeper: k, o: o, store: s, redactor: newRedactor(o.Secrets)}
	k.nudge()
	go w.run(context.Background()) // it outlives whatever ends the server, to write its last requests
	return k
}

// Keep takes a request to be written. It never blocks.
func (k *Keeper) Keep(e httplog.Record) {
	k.mu.Lock()
	full := k.closing || len(k.waiting) >= maxWaiting || k.bytes+size(e) > maxWaitingBytes
	if full {
		k.lost++
	} else {
		k.waiting = append(k.waiting, e)
		k.bytes += size(e)
	}
	k.mu.Unlock()
	if !full {
		k.nudge()
	}
}

func size(e httplog.Record) int { return len(e.Body) + len(e.Answer) }

// Move says that the public URL is another one from now on.
func (k *Keeper) Move(publicURL string) {
	k.mu.Lock()
	k.session.PublicURL, k.changed = publicURL, true
	k.mu.Unlock()
	k.nudge()
}

// Close writes what waits, and ends the writer. It waits until that is done, or ctx is over; the writer itself is patient with
// a database that is locked for a second or two.
func (k *Keeper) Close(ctx context.Context) error {
	k.mu.Lock()
	k.closing = true
	k.mu.Unlock()
	k.nudge()
	select {
	case <-k.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// nudge has the writer look.
func (k *Keeper) nudge() {
	select {
	case k.wake <- struct{}{}:
	default: // it will look anyway
	}
}

// work is what there is to do at a moment.
type work struct {
	requests []httplog.Record
	session  *Session // nil where nothing about it is new
	last     bool
}

// take gives the writer its work.
func (k *Keeper) take() work {
	k.mu.Lock()
	defer k.mu.Unlock()
	n := min(len(k.waiting), atOnce)
	w := work{requests: k.waiting[:n], last: k.closing && n == len(k.waiting)}
	if k.changed || k.closing {
		session := k.session
		w.session = &session
	}
	k.waiting, k.changed = slices.Clone(k.waiting[n:]), false // a part of the old one would keep all of it in memory
	for _, e := range w.requests {
		k.bytes -= size(e)
	}
	if len(k.waiting) > 0 {
		k.nudge()
	}
	return w
}

// lose counts requests that were not written, and returns how many they are so far. At the end those that wait are among them.
func (k *Keeper) lose(n int) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.lost += n; k.closing {
		k.lost += len(k.waiting)
		k.waiting = nil
	}
	return k.lost
}
