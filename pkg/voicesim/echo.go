package voicesim

import "github.com/twvoice/twvoice/pkg/twiml"

// echo is <Echo>: a caller hears himself, as in a test of the line. Choice: no page of Twilio's describes it; it lasts until
// the caller hangs up.
type echo struct {
	back activity // what comes back right now
}

func startEcho(m *Machine, el *twiml.Element) activity {
	m.do(Note{Text: "<Echo>: the caller hears what he says, until he hangs up", Pos: el.Pos})
	return &echo{}
}

func (e *echo) listens(*Machine) Ear { return Ear{Keys: true, Speech: true, Prompting: e.back != nil} }

func (e *echo) on(m *Machine, ev Event) bool {
	if spoke, ok := ev.(Spoke); ok {
		e.back = m.speak(Say{Text: spoke.Text, Loop: 1})
		return false
	}
	if e.back != nil && e.back.on(m, ev) {
		e.back = nil
	}
	return false
}
