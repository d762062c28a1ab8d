package tunnel

import "sync"

// Kind is the kind of an event.
type Kind int

const (
	// Lost means that the connection was lost. Reconnecting continues without a time limit.
	Lost Kind = iota + 1
	// Retrying means that an attempt to reconnect failed. The next one follows within 30 seconds.
	Retrying
	// Restored means that the connection is back, but perhaps under another URL: ngrok-go ignores the URL that it gets
	// on a reconnect. Probe the URL, and call Renew if it does not answer.
	Restored
	// Stopped means that ngrok stopped the tunnel. Accept returns the same error.
	Stopped
)

// String returns the kind in lower case, for logs and event streams.
func (k Kind) String() string {
	switch k {
	case Lost:
		return "lost"
	case Retrying:
		return "retrying"
	case Restored:
		return "restored"
	case Stopped:
		return "stopped"
	}
	return "unknown"
}

// Event is one change of a tunnel's state.
type Event struct {
	Kind Kind
	Err  error // why, except for Restored; has an [*Error] in its chain if ngrok gave a code
}

// eventBuffer is enough for a long outage: ngrok-go slows down to one attempt in 30 s.
const eventBuffer = 16

// queue passes events to one reader and never makes the writer wait, because ngrok-go calls its handlers on the
// goroutine that reconnects. If the reader is slow, the oldest events are lost, so the newest one is always correct.
type queue struct {
	mu     sync.Mutex
	events chan Event
	closed bool
}

func newQueue() *queue { return &queue{events: make(chan Event, eventBuffer)} }

func (q *queue) push(ev Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return
	}
	for {
		select {
		case q.events <- ev:
			return
		default:
		}
		select {
		case <-q.events:
		default:
		}
	}
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.closed {
		q.closed = true
		close(q.events)
	}
}
