package voicesim

import (
	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// startLeave runs <Leave>: the caller leaves the queue, and the call goes on behind its Enqueue
// (https://www.twilio.com/docs/voice/twiml/leave). Outside of a wait document it does nothing, and says so.
func startLeave(m *Machine, el *twiml.Element) activity {
	e, ok := m.main.running.(*enqueue)
	if !ok || m.aside == nil {
		m.warn(Warn{Level: alert.Warning, Message: "<Leave> outside of the wait document of a queue does nothing", Pos: el.Pos})
		return nil
	}
	m.do(StepOut{})
	m.main.running = nil
	e.finish(m, "leave")
	return nil
}
