package voicesim

import (
	"time"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// startPause runs <Pause>. Before anything has answered the call, it keeps ringing meanwhile
// (https://www.twilio.com/docs/voice/twiml/pause).
func startPause(m *Machine, el *twiml.Element) activity {
	length := read(el).seconds("length", 1)
	m.do(Pause{Length: length, Pos: el.Pos})
	return m.pause(length)
}

// pause takes time and does nothing else.
func (m *Machine) pause(length time.Duration) activity { return idle{m.wait(length)} }

// idle is over when its wait is.
type idle struct{ id int }

func (i idle) on(_ *Machine, ev Event) bool { return ev == Event(Elapsed{ID: i.id}) }

// silence lasts until something else ends it.
type silence struct{}

func (silence) on(*Machine, Event) bool { return false }
