package voicesim

import (
	"sync"

	"github.com/coder/websocket"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// message is input to the simulator: a call that begins, an event of a leg, an answer, or a
// function to run between them.
type message struct {
	ring   *Incoming
	leg    string
	event  event.Event
	answer bool // the event is the answer to a request
	inLine bool // the request was one of those that a leg sends in order
	do     func(*Simulator)
	opened *websocket.Conn // a WebSocket that do takes, nil for none
}

// inbox takes messages without blocking the sender.
type inbox struct {
	filled chan struct{} // holds a value while there may be messages
	mu     sync.Mutex
	all    []message
}

func newInbox() inbox { return inbox{filled: make(chan struct{}, 1)} }

func (b *inbox) put(m message) {
	b.mu.Lock()
	b.all = append(b.all, m)
	b.mu.Unlock()
	select {
	case b.filled <- struct{}{}:
	default:
	}
}

// waiting reports whether there are messages.
func (b *inbox) waiting() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.all) > 0
}

// refill makes filled hold a value again, for a receiver that has taken it and not the messages.
func (b *inbox) refill() {
	if !b.waiting() {
		return
	}
	select {
	case b.filled <- struct{}{}:
	default:
	}
}

// discard closes the WebSockets that were not taken. It must be the last call.
func (b *inbox) discard() {
	for _, m := range b.take() {
		if m.opened != nil {
			_ = m.opened.CloseNow() // the call has ended
		}
	}
}

func (b *inbox) take() []message {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := b.all
	b.all = nil
	return all
}
