package capture

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/internal/socketlog"
	"github.com/twvoice/twvoice/internal/store"
)

// Limits of the requests that wait to be written. Further ones are counted and lost.
const (
	maxWaiting      = 1024
	maxWaitingBytes = 8 << 20
	// maxBatch is how many requests are written per transaction. More are hardly faster and take twice the memory.
	maxBatch = 128
)

// Options configure a [Keeper].
type Options struct {
	Dir     string // of the database
	Session Session
	Secrets []string // redacted everywhere, such as the auth token
	// Tell reports a problem to the user: once if requests cannot be stored, and at the end how many were not. It is
	// called on the writer's goroutine. May be nil.
	Tell func(string)
	// Seen is called for each request after redaction, in order, on the writer's goroutine. The request has an ID only
	// if it was stored by then. Seen must not block. May be nil.
	Seen func(Request)
	Now  func() time.Time // nil: time.Now
}

// Keeper stores the requests that a server receives. Make one with [Start], and close it. It is safe for concurrent use.
// Only Close blocks.
type Keeper struct {
	wake chan struct{} // holds a value when there is work
	done chan struct{} // closed when the writer has ended

	mu      sync.Mutex
	waiting []httplog.Record
	bytes   int // of those
	sockets []socketlog.Record
	lost    int
	session Session
	changed bool // the session must be written
	closing bool
}

// Start starts the writer, on a goroutine that Close waits for. If the database cannot be opened, it calls Tell and
// returns no error: the server works without storage.
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
	k.wakeWriter()
	go w.run(context.Background()) // not the server's context: the last requests are written after the server ends
	return k
}

// Keep adds a request to be written. It never blocks.
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
		k.wakeWriter()
	}
}

func size(e httplog.Record) int { return len(e.Body) + len(e.Answer) }

// Move sets the public URL of the following requests.
func (k *Keeper) Move(publicURL string) {
	k.mu.Lock()
	k.session.PublicURL, k.changed = publicURL, true
	k.mu.Unlock()
	k.wakeWriter()
}

// Close writes the waiting requests and ends the writer. It returns when that is done or ctx ends. The writer waits a
// second or two for a locked database.
func (k *Keeper) Close(ctx context.Context) error {
	k.mu.Lock()
	k.closing = true
	k.mu.Unlock()
	k.wakeWriter()
	select {
	case <-k.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// wakeWriter wakes the writer.
func (k *Keeper) wakeWriter() {
	select {
	case k.wake <- struct{}{}:
	default: // the writer is already woken
	}
}

// work is the work of the writer at one time.
type work struct {
	requests []httplog.Record
	sockets  []socketlog.Record
	session  *Session // nil if it did not change
	last     bool
}

// take returns the work and removes it from the queue.
func (k *Keeper) take() work {
	k.mu.Lock()
	defer k.mu.Unlock()
	n := min(len(k.waiting), maxBatch)
	w := work{requests: k.waiting[:n], sockets: k.sockets, last: k.closing && n == len(k.waiting)}
	if k.changed || k.closing {
		session := k.session
		w.session = &session
	}
	k.waiting, k.changed = slices.Clone(k.waiting[n:]), false // a slice of the old array would keep all of it in memory
	k.sockets = nil
	for _, e := range w.requests {
		k.bytes -= size(e)
	}
	if len(k.waiting) > 0 {
		k.wakeWriter()
	}
	return w
}

// countLost counts requests that were not written and returns the total. At the end, the total includes those still waiting.
func (k *Keeper) countLost(n int) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.lost += n; k.closing {
		k.lost += len(k.waiting)
		k.waiting = nil
	}
	return k.lost
}
