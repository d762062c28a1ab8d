// Package bridge connects the legs of calls: who talks to whom, who is in which conference, who waits in which queue.
package bridge

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// Switch connects legs: what one of them orders, others are told. Each leg is a [leg.Machine] and knows nothing of the others,
// so that a conference of three is three machines and a list of who is in it.
//
// Like a Machine it does no I/O, reads no clock, draws no random number and starts no goroutine. The zero value has no legs;
// it is for one goroutine.
type Switch struct {
	legs          map[string]*leg.Machine
	names         map[string]string
	bridges       map[string]string // who talks to whom, in both directions
	conferences   []*conference     // that go on
	SeparateCalls bool              // an [voicesim.Simulator]: every call that comes in is the first one of its own
	held          int               // conferences so far
	reserved      map[reservation]string
	queues        []*queue
	mail          []letter
}

// letter is an event on its way to a leg.
type letter struct {
	to    string
	event event.Event
}

// Step takes one event for the leg of that Sid, and returns what it and all that it set in motion did, in order. [event.Rang]
// makes the leg; an event for a leg that nobody knows is a bug and panics.
func (s *Switch) Step(at time.Duration, sid string, ev event.Event) []event.Entry {
	if rang, ok := ev.(event.Rang); ok {
		s.add(rang.Call)
	}
	s.post(sid, ev)
	var entries []event.Entry
	for len(s.mail) > 0 {
		next := s.mail[0]
		s.mail = s.mail[1:]
		l, ok := s.legs[next.to]
		if !ok {
			panic(fmt.Sprintf("voicesim: %T for the unknown l %q", next.event, next.to))
		}
		e := event.Entry{At: at, Sid: next.to, Leg: s.names[next.to], Event: next.event, Secret: l.Listening().Secret}
		e.Actions = l.Step(at, next.event)
		for _, action := range e.Actions {
			s.order(l, at, action)
		}
		entries = append(entries, e)
	}
	return entries
}

// Leg returns the leg of that Sid, nil where there is none.
func (s *Switch) Leg(sid string) *leg.Machine { return s.legs[sid] }

// Sids are those of all legs.
func (s *Switch) Sids() []string { return slices.Collect(maps.Keys(s.legs)) }

// Left says who is still somewhere: in a conference, in a queue, in a talk. When all legs have ended, nobody is.
func (s *Switch) Left() []string {
	var left []string
	for _, room := range s.conferences {
		left = append(left, fmt.Sprintf("the conference %s has %d members", room.name, len(room.members)))
	}
	for _, q := range s.queues {
		if n := len(q.waiting) + len(q.taken) + len(q.agents); n > 0 {
			left = append(left, fmt.Sprintf("%d are in the queue %s", n, q.name))
		}
	}
	for a, b := range s.bridges {
		left = append(left, a+" still talks to "+b)
	}
	return left
}

// Over reports whether all legs have ended.
func (s *Switch) Over() bool {
	for _, l := range s.legs {
		if !l.Over() {
			return false
		}
	}
	return true
}

func (s *Switch) add(call event.Call) {
	if s.legs == nil {
		s.legs, s.names, s.bridges = map[string]*leg.Machine{}, map[string]string{}, map[string]string{}
	}
	name := call.From
	switch {
	case len(s.legs) == 0 && !s.SeparateCalls, s.SeparateCalls && !call.Outgoing():
		name = event.First
	case call.Outgoing():
		name = call.To
	}
	s.legs[call.Sid], s.names[call.Sid] = &leg.Machine{}, name
}

// Forget drops a leg that has ended. Nobody is in a queue or a conference any more who has.
func (s *Switch) Forget(sid string) {
	delete(s.legs, sid)
	delete(s.names, sid)
}

func (s *Switch) post(to string, ev event.Event) { s.mail = append(s.mail, letter{to, ev}) }

// order does what a leg orders; what concerns the world outside is for whoever reads the entries.
func (s *Switch) order(l *leg.Machine, at time.Duration, action event.Action) {
	sid, parent := l.Sid(), l.Call().Parent
	if l.Away() {
		parent = ""
	}
	switch a := action.(type) {
	case event.Dial:
		s.add(a.Call)
		s.post(a.Call.Sid, event.Rang(a))
	case leg.Drop:
		s.part(a.Sid)
		s.tell(a.Sid, leg.Dropped{Status: a.Status})
	case event.Answer:
		s.tell(parent, leg.LegAnswered{Sid: sid})
	case leg.Ready:
		s.ready(l)
	case leg.Bridge:
		s.bridge(sid, a)
	case leg.Away:
		s.part(sid)
		s.tell(l.Call().Parent, event.LegEnded{Sid: sid, Away: true, Status: event.Completed})
	case leg.PassOn:
		s.tell(parent, leg.Referred{By: sid, Target: a.Target})
	case leg.Talk:
		s.talk(sid, a)
	case event.Join:
		s.join(l, at, a)
	case event.Leave:
		s.depart(l, at, a)
	case event.ParticipantUpdated:
		s.adjust(l, at, a.UpdateParticipant)
	case leg.Conclude:
		s.conclude(l, at)
	case leg.Enqueue:
		s.lineUp(l, at, a)
	case leg.AskPlace:
		s.place(sid)
	case event.LeaveQueue:
		s.stepOut(sid, at, a.Away)
	case leg.DialQueue:
		s.summon(l, at, a)
	case event.End:
		s.part(sid)
		s.tell(parent, event.LegEnded{Sid: sid, Status: a.Status})
	}
}

// tell posts to a leg that may not exist, or not any more: nobody listens there.
func (s *Switch) tell(to string, ev event.Event) {
	if l, ok := s.legs[to]; ok && !l.Over() {
		s.post(to, ev)
	}
}

// ready connects a leg with whoever waits for it: the one that dialled it, or the agent who asked its queue.
func (s *Switch) ready(l *leg.Machine) {
	sid := l.Sid()
	if agent := s.agentOf(sid); agent != "" {
		s.tell(agent, leg.LegReady{Sid: sid})
		return
	}
	s.tell(l.Call().Parent, leg.LegReady{Sid: sid})
}

func (s *Switch) bridge(sid string, b leg.Bridge) {
	s.bridges[sid], s.bridges[b.Sid] = b.Sid, sid
	s.tell(b.Sid, event.Bridged{With: sid, Tape: b.Tape})
}

// part disconnects a leg from the one that it talks to.
func (s *Switch) part(sid string) {
	other, ok := s.bridges[sid]
	if !ok {
		return
	}
	delete(s.bridges, sid)
	delete(s.bridges, other)
	s.tell(other, leg.Unbridged{From: sid})
}

// talk lets everybody else on the line hear what a leg says.
func (s *Switch) talk(sid string, a leg.Talk) {
	heard := event.Heard{From: s.names[sid], Text: a.Text, Keys: a.Keys}
	if other, ok := s.bridges[sid]; ok {
		s.tell(other, heard)
		return
	}
	if room := s.room(sid); room != nil {
		for _, other := range room.hears(sid) {
			s.tell(other, heard)
		}
	}
}
