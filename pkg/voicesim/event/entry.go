package event

import (
	"time"
)

// Entry is one thing that happened to a leg, and what the leg did about it.
type Entry struct {
	At      time.Duration // since the first call began
	Sid     string        // of the leg
	Leg     string        // name of the leg: [First], or its telephone number
	Event   Event
	Actions []Action
	Secret  bool // the input belongs to a payment and must not be shown; see [Listening]
}

// First is the name of the first call's leg.
const First = "caller"

// Listening is what a call listens for at a moment. The zero Listening accepts no input.
type Listening struct {
	Keys   bool
	Speech bool
	// Prompting is set while something is being said; a key pressed now interrupts it.
	Prompting bool
	// Talking is set if another person is on the line and hears every word.
	Talking bool
	// Secret is set if the input belongs to a payment and must not be shown.
	Secret bool
	// Agent is set while an agent behind a WebSocket listens. Answering is set until it has answered the last input.
	Agent, Answering bool
}
