package leg

import (
	"fmt"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// listener is an activity that takes input from the caller.
type listener interface {
	listens(m *Machine) event.Listening
}

// Listening is what the call listens for.
func (m *Machine) Listening() event.Listening {
	if m.ended {
		return event.Listening{}
	}
	if l := m.listener(); l != nil {
		return l.listens(m)
	}
	return event.Listening{}
}

// listener is who takes input: the document that is played meanwhile, and behind it the verb that plays it.
func (m *Machine) listener() listener {
	if l, ok := m.page().running.(listener); ok {
		return l
	}
	l, _ := m.main.running.(listener)
	return l
}

// spoken lets whatever is open beside the call hear words, and then the verb that listens for them, if there is one.
func (m *Machine) spoken(ev event.Spoke) {
	overheard := m.overhear(sound{inbound, ev})
	if ear := m.Listening(); ear.Speech || ear.Talking || !overheard {
		m.input(ev, ear.Speech, ev.Text)
	}
}

// input hands a key or words to whoever listens; a call in which nobody does says so.
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

// MaxActs is how many things somebody may do at one moment. Time that is virtual passes between moves and nowhere else: a
// caller who answers at once, or asks to be asked again at once, would have a call stand still for ever.
const MaxActs = 1000

// Stalled says that whoever holds the phone lets no time pass.
type Stalled struct{}

func (Stalled) IsEvent() {}

func (m *Machine) stalled() {
	m.warn(event.Warn{Level: alert.Error, Message: fmt.Sprintf("%d moves of one phone happened without time passing: let time pass between its moves", MaxActs)})
	m.end(m.finished(), event.Twilio)
}
