package voicesim

import (
	"fmt"

	"github.com/twvoice/twvoice/pkg/alert"
)

// tireless is how many things somebody may do at one moment. Time that is virtual passes between moves and nowhere else: a
// caller who answers at once, or asks to be asked again at once, would have a call stand still for ever.
const tireless = 1000

// stalled says that whoever holds the phone lets no time pass.
type stalled struct{}

func (stalled) IsEvent() {}

func (m *Machine) stalled() {
	m.warn(Warn{Level: alert.Error, Message: fmt.Sprintf("whoever holds the phone has done %d things at one moment, and would for ever: give the moves some time", tireless)})
	m.end(m.finished(), Twilio)
}
