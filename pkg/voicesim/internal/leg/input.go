package leg

import (
	"fmt"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// listener is an activity that accepts input from the caller.
type listener interface {
	listens(m *Machine) event.Listening
}

// Listening returns what the call listens for.
func (m *Machine) Listening() event.Listening {
	if m.ended {
		return event.Listening{}
	}
	if l := m.listener(); l != nil {
		return l.listens(m)
	}
	return event.Listening{}
}

// listener returns the activity that accepts input: that of the document played to a waiting
// caller, or else the verb that plays it.
func (m *Machine) listener() listener {
	if l, ok := m.page().running.(listener); ok {
		return l
	}
	l, _ := m.main.running.(listener)
	return l
}

// spoken passes speech to the open sessions, and then to the verb that listens for it.
func (m *Machine) spoken(ev event.Spoke) {
	overheard := m.overhear(sound{inbound, ev})
	if ear := m.Listening(); ear.Speech || ear.Talking || !overheard {
		m.input(ev, ear.Speech, ev.Text)
	}
}

// input passes a key or speech to the listener. If there is no listener, the call reports it.
func (m *Machine) input(ev event.Event, heard bool, text string) {
	if !heard && !m.Listening().Talking {
		m.do(event.Unheard{Input: text})
		return
	}
	m.resetLoopGuards()
	if _, ok := m.page().running.(listener); ok {
		m.give(m.page(), ev)
		return
	}
	m.give(&m.main, ev)
}

// MaxActs limits the inputs at one moment. Virtual time advances only between inputs, so a caller
// who always answers immediately would stop the call.
const MaxActs = 1000

// Stalled reports that the person at the phone lets no time pass.
type Stalled struct{}

// IsEvent marks Stalled as an [event.Event].
func (Stalled) IsEvent() {}

func (m *Machine) stalled() {
	m.warn(event.Warn{Level: alert.Error, Message: fmt.Sprintf("%d moves of one phone happened without time passing: let time pass between its moves", MaxActs)})
	m.end(m.finished(), event.Twilio)
}
