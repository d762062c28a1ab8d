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

// maxWaiting limits the lines of a feed that wait to be written. Further offers are counted and dropped.
const maxWaiting = 1024

// Feed writes lines in order, on its own goroutine. A slow, paused or closed reader therefore delays no one else. The
// zero value is ready to use. It is safe for concurrent use.
type Feed struct {
	Broken func(error) // called when the stream of [Line.Main] lines is no longer read; may be nil; set it before the first line
	Gone   string      // added to that error: what happened to the remaining lines

	mu      sync.Mutex
	waiting []Line
	dropped int
	writing bool
	idle    chan struct{} // closed whenever no line waits
}

// Line is text with its line end, and the stream it belongs to.
type Line struct {
	To   io.Writer
	Text string
	Main bool // for standard output; when that is closed, the command ends
}

// Put adds a line. It never blocks.
func (f *Feed) Put(l Line) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waiting = append(f.waiting, l)
	f.start()
}

// Offer adds a line if there is room. Otherwise it counts the line as lost.
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

// start starts the writing goroutine unless it runs. The goroutine ends with the last line; Drain waits for it.
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

// next returns the first line, joined with those after it on the same stream, for a single write.
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

// Drain waits until every line is written or ctx ends.
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

// Lost returns the number of dropped lines.
func (f *Feed) Lost() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.dropped
}

// cause returns a write error without the name of the stream, which the message already has.
func cause(err error) error {
	if wrong, ok := errors.AsType[*os.PathError](err); ok {
		return wrong.Err
	}
	return err
}
