package voicesim

import (
	"time"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// startPause runs <Pause>. Before anything has answered the call, it keeps ringing meanwhile
// (https://www.twilio.com/docs/voice/twiml/pause).
func startPause(m *Machine, el *twiml.Element) activity {
	length := time.Duration(m.settings(el).whole("length", 1)) * time.Second
	m.do(Pause{Length: length, Pos: el.Pos})
	return m.pause(length)
}

// pause takes time and does nothing else.
func (m *Machine) pause(length time.Duration) activity {
	m.wait(Wait{For: length})
	return idle{}
}

// idle is over when its wait is; the machine has made sure that it is the wait that counts.
type idle struct{}

func (idle) on(_ *Machine, ev Event) bool {
	_, over := ev.(Elapsed)
	return over
}
