package bridge

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// queue holds waiting callers, and agents who wait for callers
// (https://www.twilio.com/docs/voice/queue-calls). The first call that enters it creates it, and it
// is never deleted.
type queue struct {
	account   string // of its owner
	sid, name string
	most      int
	waiting   []waiter
	entered   time.Duration     // sum of the arrival times
	taken     map[string]string // agent by caller who was taken out of it, until the two part
	agents    []agent
}

// waiter is a caller in the queue.
type waiter struct {
	leg   *leg.Machine
	since time.Duration
}

// agent is a leg that waits for a caller.
type agent struct {
	sid string
	leg.DialQueue
}

func (s *Switch) enqueue(l *leg.Machine, at time.Duration, line leg.Enqueue) {
	account := l.Call().AccountSid
	q := s.queue(account, line.Name)
	if q == nil {
		sum := sha256.Sum256([]byte(account + " " + line.Name))
		q = &queue{account: account, sid: "QU" + hex.EncodeToString(sum[:16]), name: line.Name, most: line.Most, taken: map[string]string{}}
		s.queues = append(s.queues, q)
	}
	if len(q.waiting) >= q.most {
		s.tell(l.Sid(), event.Waiting{Name: q.name})
		return
	}
	q.waiting, q.entered = append(q.waiting, waiter{l, at}), q.entered+at
	s.tell(l.Sid(), event.Waiting{Sid: q.sid, Name: q.name})
	s.place(l.Sid())
	s.match(q, at)
}

// SetQueue applies the settings of the REST API. Calls in the queue stay.
func (s *Switch) SetQueue(account, name, sid string, most int) {
	if q := s.queue(account, name); q != nil {
		q.most = most
		return
	}
	s.queues = append(s.queues, &queue{account: account, name: name, sid: sid, most: most, taken: map[string]string{}})
}

// place sends a leg its position in its queue. Only a leg that asks gets it: in a queue of a
// thousand calls, sending every change to all of them would take a million events.
func (s *Switch) place(sid string) {
	for _, q := range s.queues {
		if i := q.position(sid); i >= 0 {
			s.tell(sid, leg.Moved{Position: i + 1, Size: len(q.waiting), Most: q.most, Since: q.entered / time.Duration(len(q.waiting))})
			return
		}
	}
}

// position returns the index of a leg among the waiting callers, -1 if it is not one.
func (q *queue) position(sid string) int {
	return slices.IndexFunc(q.waiting, func(w waiter) bool { return w.leg.Sid() == sid })
}

// remove removes the i-th waiting caller.
func (q *queue) remove(i int) {
	q.entered -= q.waiting[i].since
	q.waiting = slices.Delete(q.waiting, i, i+1)
}

// match connects the first caller with the first agent.
func (s *Switch) match(q *queue, at time.Duration) {
	for len(q.waiting) > 0 && len(q.agents) > 0 {
		first, agent := q.waiting[0], q.agents[0]
		caller := first.leg.Sid()
		q.remove(0)
		q.agents = q.agents[1:]
		q.taken[caller] = agent.sid
		s.tell(agent.sid, leg.Found{Sid: caller, Queue: q.sid, Waited: at - first.since})
		s.tell(caller, event.Dequeued{By: agent.sid, Announce: agent.Announce})
	}
}

// dialQueue asks an existing queue for its first caller. If the queue does not exist, the agent gets
// [leg.NoQueue].
func (s *Switch) dialQueue(l *leg.Machine, at time.Duration, a leg.DialQueue) {
	q := s.queue(l.Call().AccountSid, a.Name)
	if q == nil {
		s.tell(l.Sid(), leg.NoQueue{})
		return
	}
	q.agents = append(q.agents, agent{l.Sid(), a})
	s.match(q, at)
}

// leaveQueue ends a leg's wait, on either side of the queue, and separates it from the leg that the
// queue assigned to it.
func (s *Switch) leaveQueue(sid string, at time.Duration, away bool) {
	for _, q := range s.queues {
		q.agents = slices.DeleteFunc(q.agents, func(a agent) bool { return a.sid == sid })
		if i := q.position(sid); i >= 0 {
			q.remove(i)
		}
		for caller, by := range q.taken {
			switch sid {
			case by:
				delete(q.taken, caller)
				s.tell(caller, leg.Unbridged{From: by})
			case caller:
				delete(q.taken, caller)
				s.tell(by, event.LegEnded{Sid: caller, Status: event.Completed, Away: away})
			}
		}
	}
	delete(s.bridges, s.bridges[sid])
	delete(s.bridges, sid)
}

func (s *Switch) queue(account, name string) *queue {
	for _, q := range s.queues {
		if q.account == account && q.name == name {
			return q
		}
	}
	return nil
}

// agentOf returns the agent who has taken a caller out of a queue, or "".
func (s *Switch) agentOf(caller string) string {
	for _, q := range s.queues {
		if by, ok := q.taken[caller]; ok {
			return by
		}
	}
	return ""
}
