package leg

import (
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// socket passes what happens to a WebSocket to the verb that opened it. A verb that was cut short
// has left its WebSocket, so nothing more is heard of it.
func (m *Machine) socket(ev event.Event) {
	r, open := m.main.running.(*relay)
	switch ev := ev.(type) {
	case event.Fault:
		if !open {
			m.do(event.Note{Text: "the fault " + string(ev.Kind) + " has no effect: no WebSocket is open"})
			return
		}
	case event.SocketOpened:
		if !open || r.id != ev.ID { // the call went on elsewhere while it was being opened
			m.do(event.CloseSocket{ID: ev.ID, Code: 1000})
			return
		}
	}
	m.give(&m.main, ev)
}

// Waits reports whether a WebSocket is open and the application has to act: the time of the call is the time of the
// application then. While one side speaks, only the call has to act.
func (m *Machine) Waits() bool {
	r, ok := m.main.running.(*relay)
	return ok && r.connect >= 0 && !r.session.Sounding()
}

// Idle returns since when nothing has happened on an open WebSocket, and what the application has
// not done, "" if it is the caller's turn. ok is false without a WebSocket, and while someone speaks.
func (m *Machine) Idle() (since time.Duration, owes string, ok bool) {
	r, ok := m.main.running.(*relay)
	if !ok || r.connect < 0 {
		return 0, "", false
	}
	return r.session.Idle()
}
