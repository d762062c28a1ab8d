package term

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/twvoice/twvoice/internal/fault"
)

// maxWaiting is how many lines of a feed may wait to be read; offers beyond it are counted and dropped.
const maxWaiting = 1024

// Feed writes lines in the order in which they came, on a goroutine of its own: a reader who is slow, paused or gone delays
// nobody. The zero value is ready, and safe for concurrent use.
type Feed struct {
	Broken func(error) // told that nobody reads what is [Line.Main] any more; nil is nobody. It is set before the first line
	Gone   string      // what the error then says of what became of the rest

	mu      sync.Mutex
	waiting []Line
	dropped int
	writing bool
	idle    chan struct{} // closed whenever nothing waits
}

// Line is text with its line end, and the stream that it is for.
type Line struct {
	To   io.Writer
	Text string
	Main bool // for standard output, whose end is the end of whoever wanted to know
}

// Put adds a line; it never blocks.
func (f *Feed) Put(l Line) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waiting = append(f.waiting, l)
	f.start()
}

// Offer adds a line if there is room, and counts it otherwise.
func (f *Feed) Offer(l Line) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.waiting) >= maxWaiting {
		f.dropped++
		return
	}
	f.waiting = append(f.waiting, l)
	f.start()
}

// start has the lines written, if nobody writes them yet. The goroutine ends with the last line; Drain waits for it.
func (f *Feed) start() {
	if f.writing {
		return
	}
	f.writing, f.idle = true, make(chan struct{})
	go f.write()
}

func (f *Feed) write() {
	for {
		f.mu.Lock()
		if len(f.waiting) == 0 {
			f.writing = false
			close(f.idle)
			f.mu.Unlock()
			return
		}
		next := f.next()
		f.mu.Unlock()
		if _, err := io.WriteString(next.To, next.Text); err != nil && next.Main && f.Broken != nil {
			f.Broken(fault.With(fmt.Errorf("write to standard output: %w", cause(err)), fault.Failed, f.Gone))
		}
	}
}

// next is the first line with all that are behind it on the same stream: one write for the whole row.
func (f *Feed) next() Line {
	row, n := f.waiting[0], 1
	for n < len(f.waiting) && f.waiting[n].To == row.To && f.waiting[n].Main == row.Main {
		n++
	}
	if n > 1 {
		var text strings.Builder
		for _, line := range f.waiting[:n] {
			text.WriteString(line.Text)
		}
		row.Text = text.String()
	}
	f.waiting = f.waiting[n:]
	return row
}

// Drain waits until everything is written, or ctx is over.
func (f *Feed) Drain(ctx context.Context) {
	f.mu.Lock()
	writing, idle := f.writing, f.idle
	f.mu.Unlock()
	if !writing {
		return
	}
	select {
	case <-idle:
	case <-ctx.Done():
	}
}

// Lost is how many lines were dropped.
func (f *Feed) Lost() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.dropped
}

// cause is a write error without the name of the stream, which the message has.
func cause(err error) error {
	if wrong, ok := errors.AsType[*os.PathError](err); ok {
		return wrong.Err
	}
	return err
}
