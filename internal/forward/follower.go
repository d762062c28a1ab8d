package forward

import (
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/frames"
	"github.com/twvoice/twvoice/internal/socketlog"
)

// Limits of the messages of one WebSocket that wait to be read. Further ones pass unread, and are counted.
const (
	maxSightings     = 4096
	maxSightingBytes = 4 << 20
)

// sighting is a message that has passed, or why no more can be read.
type sighting struct {
	at      time.Time
	from    string
	message frames.Message
	err     error
}

// follower hands the messages of one WebSocket to its log, on its own goroutine, so that reading them delays nothing.
// A nil follower does nothing.
type follower struct {
	o    Options
	log  *socketlog.Log
	wake chan struct{} // holds a value when there is work
	done chan struct{} // closed when the log has ended

	mu      sync.Mutex
	waiting []sighting
	bytes   int // of those
	lost    int
	gone    string // the side whose connection ended first
	goneAt  time.Time
	closed  bool
}

func newFollower(o Options, opening socketlog.Opening) *follower {
	f := &follower{o: o, log: o.Sockets(opening), wake: make(chan struct{}, 1), done: make(chan struct{})}
	go f.run()
	return f
}

// add adds a message. It never waits.
func (f *follower) add(s sighting) {
	s.at = f.o.Now()
	f.mu.Lock()
	switch {
	case f.closed:
	case len(f.waiting) >= maxSightings || f.bytes+len(s.message.Data) > maxSightingBytes:
		f.lost++
	default:
		f.waiting = append(f.waiting, s)
		f.bytes += len(s.message.Data)
	}
	f.mu.Unlock()
	f.wakeUp()
}

// dropped says that one side's connection has ended.
func (f *follower) dropped(by string) {
	at := f.o.Now()
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.gone == "" && !f.closed {
		f.gone, f.goneAt = by, at
	}
}

// end ends the log, and waits until all that passed was read. With cut, neither side has ended its connection: we did.
func (f *follower) end(cut bool) {
	if f == nil {
		return
	}
	f.mu.Lock()
	if f.closed = true; cut {
		f.gone = ""
	}
	f.mu.Unlock()
	f.wakeUp()
	<-f.done
}

func (f *follower) wakeUp() {
	select {
	case f.wake <- struct{}{}:
	default: // it is awake already
	}
}

func (f *follower) run() {
	defer close(f.done)
	for range f.wake {
		if f.read() {
			return
		}
	}
}

// read reads what waits, and reports whether the WebSocket has ended.
func (f *follower) read() (last bool) {
	f.mu.Lock()
	waiting, lost, gone, goneAt := f.waiting, f.lost, f.gone, f.goneAt
	f.waiting, f.bytes, f.lost, last = nil, 0, 0, f.closed
	f.mu.Unlock()
	for _, s := range waiting {
		if s.err != nil {
			f.tell(f.log.Unreadable(s.at, s.from, s.err))
			continue
		}
		f.tell(f.log.Receive(s.at, s.from, s.message))
	}
	f.log.Miss(lost)
	if last {
		if gone != "" {
			f.log.Drop(goneAt, gone)
		}
		f.tell(f.log.Close(f.o.Now()))
	}
	return last
}

func (f *follower) tell(all []socketlog.Event) {
	for _, e := range all {
		f.o.Event(e)
	}
}
