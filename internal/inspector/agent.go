package inspector

import (
	"slices"
	"strings"

	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Cycle is the state of a talk cycle of an agent behind a WebSocket. Its words are in the Item of the
// step, and grow while they arrive.
type Cycle struct {
	Closed   bool    `json:"closed"`   // no more words will arrive
	Speaking bool    `json:"speaking"` // the caller hears it now
	Heard    *string `json:"heard"`    // what the caller had heard when it was cut off; nil if it was not
}

// agent follows the talk cycles of the agents in a call. The zero value is ready to use.
type agent struct{ cycles map[cycleKey]*talk }

type cycleKey struct {
	sid           string
	socket, cycle int
}

// talk is one talk cycle.
type talk struct {
	first *Step // its step, once it has one
	item  transcript.Item
	cycle Cycle
}

// follow returns the talk cycles that an entry changes, in the order in which it does, and those of
// its Say actions.
func (a *agent) follow(e event.Entry) (changed, said []*talk) {
	for _, action := range e.Actions {
		var t *talk
		switch action := action.(type) {
		case event.Token:
			t = a.talk(e, action.Socket, action.Cycle)
			t.item.Text = strings.TrimLeft(t.item.Text+action.Text, " \n\t")
			t.item.Language = action.Language
		case event.Speaking:
			t = a.talk(e, action.Socket, action.Cycle)
			t.cycle.Speaking = action.On
		case event.Interrupted:
			t = a.talk(e, action.Socket, action.Cycle)
			t.cycle = Cycle{Closed: true, Heard: &action.Heard}
		case event.Say:
			if action.Agent == nil {
				continue
			}
			t = a.talk(e, action.Agent.Socket, action.Agent.Cycle)
			t.cycle.Closed = true
			said = append(said, t)
		default:
			continue
		}
		if !slices.Contains(changed, t) {
			changed = append(changed, t)
		}
	}
	return changed, said
}

// talk returns a talk cycle, and adds it if it is new.
func (a *agent) talk(e event.Entry, socket, cycle int) *talk {
	k := cycleKey{e.Sid, socket, cycle}
	if a.cycles == nil {
		a.cycles = map[cycleKey]*talk{}
	}
	if a.cycles[k] == nil {
		a.cycles[k] = &talk{item: transcript.Item{At: e.At.Seconds(), Leg: e.Leg, Kind: transcript.Say, Socket: true}}
	}
	return a.cycles[k]
}

// step returns the step of a talk cycle: a new one, or one with the number of the step that it
// replaces.
func (t *talk) step() *Step {
	item, cycle := t.item, t.cycle // a page may still read the previous values
	s := &Step{At: item.At * 1000, Item: &item, Cycle: &cycle}
	if t.first == nil {
		t.first = s
	} else {
		s.N = t.first.N
	}
	return s
}
