package tunnel

import "sync"

// Kind says what happened to a tunnel.
type Kind int

const (
	// Lost means that the connection went away. It is being made again, without end.
	Lost Kind = iota + 1
	// Retrying means that an attempt to come back failed, and that the next one follows within 30 seconds.
	Retrying
	// Restored means that the connection is back. The URL may not be: ngrok-go ignores what the service hands out
	// on a reconnect, so probe the URL and call Renew if it answers for nobody.
	Restored
	// Stopped means that the tunnel is over: it was stopped at ngrok's end, and Accept returns the same error.
	Stopped
)

// String is the kind in lower case, for logs and event streams.
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

// An Event is one change in the life of a tunnel.
type Event struct {
	Kind Kind
	Err  error // why, except for Restored; an [*Error] in the chain where ngrok gave a code
}

// eventBuffer holds a long outage: ngrok-go backs off to one attempt in 30 s.
const eventBuffer = 16

// queue hands events to one reader and never makes the writer wait, because ngrok-go calls its handlers from the
// goroutine that reconnects. A reader that sleeps loses the oldest events, so that the newest is always true.
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
