package live

import (
	"context"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// writer is what is still to be written. Calls do not wait for the disk: what happens in them is put here in its order, and one
// goroutine writes all that has gathered in one transaction. Whoever reads, or tells an application of it, waits until what was
// put before is written; so nobody sees less than has happened. Make one with newBook.
type writer struct {
	filled chan struct{} // holds something while there may be entries
	hurry  chan struct{} // the same while somebody may wait for them

	mu      sync.Mutex
	entries []bookEntry
	last    map[string]int // where the entry of a key stands
	put     int            // so far
	written int            // so far
	moved   chan struct{}  // closed when written grows, and made anew
	failure error          // of the database; nothing is written any more
}

// A bookEntry writes something down. It only fails with the database.
type bookEntry func(context.Context, *store.Tx) error

func newBook() *writer {
	return &writer{filled: make(chan struct{}, 1), hurry: make(chan struct{}, 1), moved: make(chan struct{}), last: map[string]int{}}
}

// Enter puts something at the end.
func (b *writer) enter(e bookEntry) {
	b.mu.Lock()
	b.entries = append(b.entries, e)
	b.put++
	b.mu.Unlock()
	wake(b.filled)
}

// enterLast is enter for something of which only the last state counts: it takes the place of what was put under that key and is
// not written yet.
func (b *writer) enterLast(key string, e bookEntry) {
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

// failed is why nothing is written any more, nil while it is.
func (b *writer) failed() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.failure
}

// settle waits until everything is written that was put before. Where nothing writes any more, it fails with the reason.
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

// idle is how long what was put waits for more, where nobody waits for it.
const idle = 100 * time.Millisecond

// write writes until done is closed and nothing is left, or the database fails, whose error it returns.
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

// gather waits for more, until somebody waits for what is there, and reports whether this is the end.
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

// flush writes what has gathered.
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

// unwritten is how many entries wait.
func (b *writer) unwritten() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.entries)
}
