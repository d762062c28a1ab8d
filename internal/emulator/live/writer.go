package live

import (
	"context"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// writer queues writes; one goroutine commits all queued entries in one transaction, so calls do
// not wait for the disk. Readers, and requests to applications, wait for earlier entries, so none
// of them sees an older state. Make one with newBook.
type writer struct {
	filled chan struct{} // holds a value while there may be entries
	hurry  chan struct{} // holds a value while a reader may wait for them

	mu      sync.Mutex
	entries []writeFunc
	last    map[string]int // index of the entry of each key
	put     int            // entries queued so far
	written int            // entries written so far
	moved   chan struct{}  // closed and replaced when written grows
	failure error          // error of the database, after which nothing is written
}

// writeFunc writes one change. It fails only if the database does.
type writeFunc func(context.Context, *store.Tx) error

func newWriter() *writer {
	return &writer{filled: make(chan struct{}, 1), hurry: make(chan struct{}, 1), moved: make(chan struct{}), last: map[string]int{}}
}

// enter appends an entry.
func (b *writer) enter(e writeFunc) {
	b.mu.Lock()
	b.entries = append(b.entries, e)
	b.put++
	b.mu.Unlock()
	wake(b.filled)
}

// enterLast is like enter for a thing of which only the last state counts: the entry replaces an
// unwritten one with the same key.
func (b *writer) enterLast(key string, e writeFunc) {
	b.mu.Lock()
	at, pending := b.last[key]
	if pending {
		b.entries[at] = e
		b.mu.Unlock()
		return
	}
	b.last[key] = len(b.entries)
	b.entries = append(b.entries, e)
	b.put++
	b.mu.Unlock()
	wake(b.filled)
}

func wake(sleeper chan struct{}) {
	select {
	case sleeper <- struct{}{}:
	default:
	}
}

// failed returns the error that stopped the writes, or nil.
func (b *writer) failed() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.failure
}

// settle waits until all earlier entries are written. If the writes have stopped, it returns the
// reason.
func (b *writer) settle(ctx context.Context) error {
	b.mu.Lock()
	if b.written < b.put {
		wake(b.hurry)
	}
	for until := b.put; b.written < until; {
		if b.failure != nil {
			defer b.mu.Unlock()
			return b.failure
		}
		moved := b.moved
		b.mu.Unlock()
		select {
		case <-moved:
		case <-ctx.Done():
			return ctx.Err()
		}
		b.mu.Lock()
	}
	b.mu.Unlock()
	return nil
}

// idle is how long entries are collected while no reader waits for them.
const idle = 100 * time.Millisecond

// write commits entries until done is closed and none are left. It returns the error of the
// database, if it fails.
func (b *writer) write(ctx context.Context, db *store.DB, done <-chan struct{}) error {
	for {
		ending := false
		select {
		case <-b.filled:
			ending = b.gather(done)
		case <-b.hurry:
		case <-done:
			ending = true
		}
		if err := b.flush(ctx, db); err != nil {
			return err
		}
		if ending {
			return nil
		}
	}
}

// gather collects entries until a reader waits for them, and reports whether done is closed.
func (b *writer) gather(done <-chan struct{}) (ending bool) {
	timer := time.NewTimer(idle)
	defer timer.Stop()
	select {
	case <-b.hurry:
	case <-timer.C:
	case <-done:
		return true
	}
	return false
}

// flush writes the queued entries.
func (b *writer) flush(ctx context.Context, db *store.DB) error {
	b.mu.Lock()
	entries := b.entries
	b.entries = nil
	clear(b.last)
	b.mu.Unlock()
	if len(entries) == 0 {
		return nil
	}
	err := db.Update(ctx, func(tx *store.Tx) error {
		for _, write := range entries {
			if err := write(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failure = err
	if err == nil {
		b.written += len(entries)
	}
	close(b.moved)
	b.moved = make(chan struct{})
	return err
}

// unwritten returns the number of queued entries.
func (b *writer) unwritten() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.entries)
}
