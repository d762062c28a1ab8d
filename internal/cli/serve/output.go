package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/twvoice/twvoice/internal/fault"
)

// mostWaiting is how many lines may wait to be read; requests beyond it are counted and dropped.
const mostWaiting = 1024

// output writes lines in the order in which they came, on a goroutine of its own: a reader who is slow, paused or gone
// delays neither an answer nor the return of a number. The lines that tell of numbers and tunnels are few and never dropped.
type output struct {
	broken func(error) // told once that nobody reads standard output any more

	mu      sync.Mutex
	waiting []line
	dropped int
	writing bool
	idle    chan struct{} // closed whenever nothing waits
}

// line is text with its line end, and the stream that it is for.
type line struct {
	to   io.Writer
	text string
	main bool // for standard output, whose end is the end of whoever wanted to know
}

// put adds a line; it never blocks.
func (o *output) put(l line) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.waiting = append(o.waiting, l)
	o.start()
}

// offer adds a line if there is room, and counts it otherwise.
func (o *output) offer(l line) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.waiting) >= mostWaiting {
		o.dropped++
		return
	}
	o.waiting = append(o.waiting, l)
	o.start()
}

// start has the lines written, if nobody writes them yet. The goroutine ends with the last line; drain waits for it.
func (o *output) start() {
	if o.writing {
		return
	}
	o.writing, o.idle = true, make(chan struct{})
	go o.write()
}

func (o *output) write() {
	for {
		o.mu.Lock()
		if len(o.waiting) == 0 {
			o.writing = false
			close(o.idle)
			o.mu.Unlock()
			return
		}
		next := o.waiting[0]
		o.waiting = o.waiting[1:]
		o.mu.Unlock()
		if _, err := io.WriteString(next.to, next.text); err != nil && next.main {
			o.broken(fault.With(fmt.Errorf("write to standard output: %w", cause(err)), fault.Failed, "whoever reads it has stopped; the numbers were given back"))
		}
	}
}

// drain waits until everything is written, or ctx is over.
func (o *output) drain(ctx context.Context) {
	o.mu.Lock()
	writing, idle := o.writing, o.idle
	o.mu.Unlock()
	if !writing {
		return
	}
	select {
	case <-idle:
	case <-ctx.Done():
	}
}

// lost is how many lines were dropped.
func (o *output) lost() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.dropped
}

// cause is a write error without the name of the stream, which the message has.
func cause(err error) error {
	if wrong, ok := errors.AsType[*os.PathError](err); ok {
		return wrong.Err
	}
	return err
}
