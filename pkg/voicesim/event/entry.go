package event

import (
	"time"
)

// Entry is one thing that happened to a leg, and what the leg did about it.
type Entry struct {
	At      time.Duration // since the first call began
	Sid     string        // of the leg
	Leg     string        // what people call it: [First], or its telephone number
	Event   Event
	Actions []Action
	Secret  bool // what was pressed belongs to a payment, and is not to be shown; see [Listening]
}

// First is what the leg of the first call is called.
const First = "caller"

// Listening says what a call listens for at this moment. The zero Listening is deaf.
type Listening struct {
	Keys   bool
	Speech bool
	// Prompting says that something is still being said; a key that is pressed now interrupts it.
	Prompting bool
	// Talking is set if another person is on the line and hears every word.
	Talking bool
	// Secret says that what is pressed now belongs to a payment: it is not to be shown.
	Secret bool
}
