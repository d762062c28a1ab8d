// Package bridge connects the legs of calls: in conversations, conferences and queues.
package bridge

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// Switch connects legs: it passes the orders of one leg to the others. Each leg is a [leg.Machine] that does not know the
// others, so a conference of three is three machines and a list of members.
//
// Like a Machine it does no I/O, reads no clock, draws no random number and starts no goroutine. The zero value has no
// legs. It is not safe for concurrent use.
type Switch struct {
	legs          map[string]*leg.Machine
	names         map[string]string
	bridges       map[string]string // partner of each connected leg, in both directions
	conferences   []*conference     // running conferences
	SeparateCalls bool              // set by a [voicesim.Simulator]: every incoming call is the first one of a separate call
	held          int               // number of conferences so far
	reserved      map[reservation]string
	queues        []*queue
	mail          []delivery
}

// delivery is an event on its way to a leg.
type delivery struct {
	to    string
	event event.Event
}

// Step sends one event to a leg, and returns everything that happened as a consequence, in order.
// [event.Rang] creates the leg; any other event for an unknown leg is a bug and panics.
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
			s.perform(l, at, action)
		}
		entries = append(entries, e)
	}
	return entries
}

// Leg returns the leg with a Sid, or nil.
func (s *Switch) Leg(sid string) *leg.Machine { return s.legs[sid] }

// Sids returns the Sids of all legs.
func (s *Switch) Sids() []string { return slices.Collect(maps.Keys(s.legs)) }

// Left describes legs that are still in a conference, a queue or a conversation. After all legs
// have ended, it is empty.
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

// Forget deletes a leg that has ended. Such a leg is in no queue and no conference.
func (s *Switch) Forget(sid string) {
	delete(s.legs, sid)
	delete(s.names, sid)
}

func (s *Switch) post(to string, ev event.Event) { s.mail = append(s.mail, delivery{to, ev}) }

// perform executes an order of a leg. Actions that concern the outside world are left to the readers
// of the entries.
func (s *Switch) perform(l *leg.Machine, at time.Duration, action event.Action) {
	sid, parent := l.Sid(), l.Call().Parent
	if l.Away() {
		parent = ""
	}
	switch a := action.(type) {
	case event.Dial:
		s.add(a.Call)
		s.post(a.Call.Sid, event.Rang(a))
	case leg.Drop:
		s.unbridge(a.Sid)
		s.tell(a.Sid, leg.Dropped{Status: a.Status})
	case event.Answer:
		s.tell(parent, leg.LegAnswered{Sid: sid})
	case leg.Ready:
		s.ready(l)
	case leg.Bridge:
		s.bridge(sid, a)
	case leg.Away:
		s.unbridge(sid)
		s.tell(l.Call().Parent, event.LegEnded{Sid: sid, Away: true, Status: event.Completed})
	case leg.PassOn:
		s.tell(parent, leg.Referred{By: sid, Target: a.Target})
	case leg.Talk:
		s.talk(sid, a)
	case event.Join:
		s.join(l, at, a)
	case event.Leave:
		s.leaveConference(l, at, a)
	case event.ParticipantUpdated:
		s.updateParticipant(l, at, a.UpdateParticipant)
	case leg.Conclude:
		s.conclude(l, at)
	case leg.Enqueue:
		s.enqueue(l, at, a)
	case leg.AskPlace:
		s.place(sid)
	case event.LeaveQueue:
		s.leaveQueue(sid, at, a.Away)
	case leg.DialQueue:
		s.dialQueue(l, at, a)
	case event.End:
		s.unbridge(sid)
		s.tell(parent, event.LegEnded{Sid: sid, Status: a.Status})
	}
}

// tell sends an event to a leg. It does nothing if the leg does not exist any longer.
func (s *Switch) tell(to string, ev event.Event) {
	if l, ok := s.legs[to]; ok && !l.Over() {
		s.post(to, ev)
	}
}

// ready connects a leg with the leg that waits for it: the one that dialed it, or the agent who
// took it from a queue.
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

// unbridge disconnects a leg from its partner.
func (s *Switch) unbridge(sid string) {
	other, ok := s.bridges[sid]
	if !ok {
		return
	}
	delete(s.bridges, sid)
	delete(s.bridges, other)
	s.tell(other, leg.Unbridged{From: sid})
}

// talk passes what a leg says to everyone else on the line.
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
