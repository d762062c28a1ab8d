package voicesim

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Entry is one thing that happened to a leg, and what the leg did about it.
type Entry struct {
	At      time.Duration // since the first call began
	Sid     string        // of the leg
	Leg     string        // what people call it: [First], or its telephone number
	Event   Event
	Actions []Action
	Secret  bool // what was pressed belongs to a payment, and is not to be shown; see [Ear]
}

// First is what the leg of the first call is called.
const First = "caller"

// Switch connects legs: what one of them orders, others are told. Each leg is a [Machine] and knows nothing of the others,
// so that a conference of three is three machines and a list of who is in it.
//
// Like a Machine it does no I/O, reads no clock, draws no random number and starts no goroutine. The zero value has no legs;
// it is for one goroutine.
type Switch struct {
	legs        map[string]*Machine
	names       map[string]string
	bridges     map[string]string // who talks to whom, in both directions
	conferences []*conference     // that go on
	office      bool              // an [Office]: every call that comes in is the first one of its own
	held        int               // conferences so far
	reserved    map[reservation]string
	queues      []*queue
	mail        []letter
}

// letter is an event on its way to a leg.
type letter struct {
	to    string
	event Event
}

// Step takes one event for the leg of that Sid, and returns what it and all that it set in motion did, in order. [Rang]
// makes the leg; an event for a leg that nobody knows is a bug and panics.
func (s *Switch) Step(at time.Duration, sid string, ev Event) []Entry {
	if rang, ok := ev.(Rang); ok {
		s.add(rang.Call)
	}
	s.post(sid, ev)
	var entries []Entry
	for len(s.mail) > 0 {
		next := s.mail[0]
		s.mail = s.mail[1:]
		l, ok := s.legs[next.to]
		if !ok {
			panic(fmt.Sprintf("voicesim: %T for the unknown l %q", next.event, next.to))
		}
		e := Entry{At: at, Sid: next.to, Leg: s.names[next.to], Event: next.event, Secret: l.Ear().Secret}
		e.Actions = l.Step(at, next.event)
		for _, action := range e.Actions {
			s.order(l, at, action)
		}
		entries = append(entries, e)
	}
	return entries
}

// Leg returns the leg of that Sid, nil where there is none.
func (s *Switch) Leg(sid string) *Machine { return s.legs[sid] }

// sids are those of all legs.
func (s *Switch) sids() []string { return slices.Collect(maps.Keys(s.legs)) }

// left says who is still somewhere: in a conference, in a queue, in a talk. When all legs have ended, nobody is.
func (s *Switch) left() []string {
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

func (s *Switch) add(call Call) {
	if s.legs == nil {
		s.legs, s.names, s.bridges = map[string]*Machine{}, map[string]string{}, map[string]string{}
	}
	name := call.From
	switch {
	case len(s.legs) == 0 && !s.office, s.office && !call.outgoing():
		name = First
	case call.outgoing():
		name = call.To
	}
	s.legs[call.Sid], s.names[call.Sid] = &Machine{}, name
}

// forget drops a leg that has ended. Nobody is in a queue or a conference any more who has.
func (s *Switch) forget(sid string) {
	delete(s.legs, sid)
	delete(s.names, sid)
}

func (s *Switch) post(to string, ev Event) { s.mail = append(s.mail, letter{to, ev}) }

// order does what a leg orders; what concerns the world outside is for whoever reads the entries.
func (s *Switch) order(l *Machine, at time.Duration, action Action) {
	sid, parent := l.Sid(), l.Call().Parent
	if l.Away() {
		parent = ""
	}
	switch a := action.(type) {
	case Dial:
		s.add(a.Call)
		s.post(a.Call.Sid, Rang(a))
	case Drop:
		s.part(a.Sid)
		s.tell(a.Sid, Dropped{Status: a.Status})
	case Answer:
		s.tell(parent, LegAnswered{Sid: sid})
	case Ready:
		s.ready(l)
	case Bridge:
		s.bridge(sid, a)
	case Away:
		s.part(sid)
		s.tell(l.Call().Parent, LegEnded{Sid: sid, Away: true, Status: Completed})
	case PassOn:
		s.tell(parent, Referred{By: sid, Target: a.Target})
	case Talk:
		s.talk(sid, a)
	case Join:
		s.join(l, at, a)
	case Depart:
		s.depart(l, at, a)
	case Adjust:
		s.adjust(l, at, a.Adjusted)
	case Conclude:
		s.conclude(l, at)
	case LineUp:
		s.lineUp(l, at, a)
	case AskPlace:
		s.place(sid)
	case StepOut:
		s.stepOut(sid, at, a.Away)
	case Summon:
		s.summon(l, at, a)
	case End:
		s.part(sid)
		s.tell(parent, LegEnded{Sid: sid, Status: a.Status})
	}
}

// tell posts to a leg that may not exist, or not any more: nobody listens there.
func (s *Switch) tell(to string, ev Event) {
	if l, ok := s.legs[to]; ok && !l.Over() {
		s.post(to, ev)
	}
}

// ready connects a leg with whoever waits for it: the one that dialled it, or the agent who asked its queue.
func (s *Switch) ready(l *Machine) {
	sid := l.Sid()
	if agent := s.agentOf(sid); agent != "" {
		s.tell(agent, LegReady{Sid: sid})
		return
	}
	s.tell(l.Call().Parent, LegReady{Sid: sid})
}

func (s *Switch) bridge(sid string, b Bridge) {
	s.bridges[sid], s.bridges[b.Sid] = b.Sid, sid
	s.tell(b.Sid, Bridged{With: sid, Tape: b.Tape})
}

// part disconnects a leg from the one that it talks to.
func (s *Switch) part(sid string) {
	other, ok := s.bridges[sid]
	if !ok {
		return
	}
	delete(s.bridges, sid)
	delete(s.bridges, other)
	s.tell(other, Unbridged{From: sid})
}

// talk lets everybody else on the line hear what a leg says.
func (s *Switch) talk(sid string, a Talk) {
	heard := Heard{From: s.names[sid], Text: a.Text, Keys: a.Keys}
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
