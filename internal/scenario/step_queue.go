package scenario

import (
	"fmt"
	"time"
)

// queue is the step `queue: {name: support, after: 30s, then: bridge}`.
type queue struct {
	name, then string
	after      time.Duration
}

func makeQueue(f fields) stepAction {
	return queue{name: f.text("name"), then: f.text("then"), after: f.length("after", 0)}
}

func (q queue) begin(p *play) runningStep { return &queueing{queue: q} }

func (q queue) wants() string {
	wants := fmt.Sprintf("the call is in the queue %q", q.name)
	switch q.then {
	case "bridge":
		return fmt.Sprintf("%s, where an agent takes it after %s", wants, q.after)
	case "leave":
		return fmt.Sprintf("%s, and leaves it after %s or later", wants, q.after)
	}
	return wants
}

// queued is the queue that the call is in, or was in.
type queued struct {
	name            string
	since, left     time.Duration
	chosen, bridged bool
	out             bool
}

// leave records that the call leaves its queue.
func (q *queued) leave(at time.Duration) *queued {
	if q != nil && !q.out {
		q.left, q.out = at, true
	}
	return q
}

// queueing waits until the call is in its queue and, if the step has then, until it has left.
type queueing struct {
	expects
	queue queue
	at    *queued // set once the call is in the queue
}

func (t *queueing) look(p *play) bool {
	q := p.queue
	if t.at == nil {
		if q == nil || q.out || q.name != t.queue.name {
			return false
		}
		t.at = q
		if t.queue.then == "bridge" {
			p.dequeueByAgent(t.queue.name, q.since+t.queue.after)
		}
	}
	switch t.queue.then {
	case "bridge":
		return t.at.bridged
	case "leave":
		return t.left(p)
	}
	return true
}

func (t *queueing) left(p *play) bool {
	switch {
	case !t.at.out:
		return false
	case t.at.chosen:
		p.fail("an agent took the call out of the queue")
		return false
	case p.ended != nil && t.at.left == p.now:
		p.fail("the call ended in the queue")
		return false
	case t.at.left-t.at.since < t.queue.after:
		p.fail("it left the queue after %s", t.at.left-t.at.since)
		return false
	}
	return true
}

// conference is the step `conference: room`.
type conference struct {
	expects
	name string
}

func makeConference(f fields) stepAction { return conference{name: f.text("name")} }

func (c conference) begin(*play) runningStep { return c }

func (c conference) wants() string { return fmt.Sprintf("the call is in the conference %q", c.name) }

func (c conference) look(p *play) bool { return p.conference == c.name }
