package voicesim

import (
	"cmp"
	"time"

	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

// patience is how long a phone rings that the REST API calls, unless it says otherwise
// (https://www.twilio.com/docs/voice/api/call-resource#timeout).
const patience = time.Minute

// dialled rings a phone.
func (m *Machine) dialled() {
	m.become(Queued)
	m.progress("initiated")
	m.do(Ring{})
	if m.call.Direction == OutboundAPI {
		m.after(cmp.Or(m.call.Timeout, patience), func(m *Machine) {
			if m.status.Unanswered() {
				m.end(NoAnswer, Twilio)
			}
		})
	}
}

// rings is a phone that was dialled and rings.
func (m *Machine) rings() {
	if m.status == Queued {
		m.become(Ringing)
		m.progress("ringing")
	}
}

// pickedUp is a phone that was dialled and answered. Nobody answers it twice.
func (m *Machine) pickedUp(ev PickedUp) {
	if !m.call.outgoing() || !m.status.Unanswered() {
		return
	}
	m.rings()
	m.answer()
	if m.call.SendDigits != "" { // and no machine is looked for: tones leave nothing to listen to
		m.main.running = &prelude{m.playDigits(Play{Digits: m.call.SendDigits, Loop: 1})}
		return
	}
	if wait := m.detect(ev); wait != nil {
		m.main.running = &prelude{wait}
		return
	}
	m.introduce()
}

// prelude is what comes before the document of somebody who answered: tones, or the wait for a verdict on who he is.
type prelude struct{ activity }

func (p *prelude) on(m *Machine, ev Event) bool {
	if p.activity.on(m, ev) {
		m.main.running = nil
		m.introduce()
	}
	return false
}

// introduce plays the document that whoever answered is to hear: all of the call, or what comes before it is connected.
// Choice: whoever hears a whisper that cannot be had or run hears the apology, and is hung up on.
func (m *Machine) introduce() {
	switch {
	case m.call.Direction == OutboundAPI:
		if who := m.verdict.Get("AnsweredBy"); who != "" {
			m.do(Detected{AnsweredBy: who})
		}
		m.open(m.verdict)
	case m.call.URL != "":
		m.main.place = lint.Whisper
		m.ask(Fetch{Purpose: PurposeWhisper, Method: m.call.Method, URL: m.call.URL})
	}
}

// ready waits to be connected with the leg that dialled this one.
func (m *Machine) ready() {
	m.met = true
	m.main.running = &line{}
	m.do(Ready{})
}

// line is a leg that talks to another one, or is about to.
type line struct{ connected bool }

func (l *line) listens(*Machine) Ear { return Ear{Talking: l.connected} }

func (l *line) on(m *Machine, ev Event) bool {
	switch ev := ev.(type) {
	case Bridged:
		l.connected, m.taping = true, ev.Tape
	case Spoke:
		m.do(Talk{Text: ev.Text})
	case Pressed:
		m.do(Talk{Keys: string(rune(ev.Key))})
	}
	return false
}
