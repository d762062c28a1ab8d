package event

import (
	"time"
)

// LegEnded says that a leg that this one dialed has ended.
type LegEnded struct {
	Sid    string
	Status Status
	// Away is set if the application redirected the leg, which continues on its own.
	Away bool
}

// Bridged says that two legs are connected.
type Bridged struct {
	With string
	Tape Taping
}

// Taping is a recording in progress. The zero Taping is no recording.
type Taping struct {
	Sid   string
	Since time.Duration
}

// Heard is what another person on the line said or pressed.
type Heard struct{ From, Text, Keys string }

// Joined says that a conference has let the leg in.
type Joined struct {
	Sid, Name string
	Running   bool // it has begun
}

// Started says that a conference begins.
type Started struct{}

// Closed says that the conference has ended for the leg.
type Closed struct {
	Why string // as conference-end says it: participant-with-end-conference-on-exit-left, …
	By  string // the leg that ended it, "" if the REST API did
}

// Waiting says that the leg waits in a queue. Sid is "" if the queue is full.
type Waiting struct{ Sid, Name string }

// Dequeued says that an agent takes the leg out of its queue; Announce is played to the caller first.
type Dequeued struct {
	By       string // the agent's leg
	Announce Hook
}

// IsEvent marks LegEnded as an [Event].
func (LegEnded) IsEvent() {}

// IsEvent marks Bridged as an [Event].
func (Bridged) IsEvent() {}

// IsEvent marks Heard as an [Event].
func (Heard) IsEvent() {}

// IsEvent marks Joined as an [Event].
func (Joined) IsEvent() {}

// IsEvent marks Started as an [Event].
func (Started) IsEvent() {}

// IsEvent marks Closed as an [Event].
func (Closed) IsEvent() {}

// IsEvent marks Waiting as an [Event].
func (Waiting) IsEvent() {}

// IsEvent marks Dequeued as an [Event].
func (Dequeued) IsEvent() {}

// Dial calls a phone. The new leg has the Sid of the Call.
type Dial struct{ Call Call }

// Join enters a conference.
type Join struct {
	Name         string
	Muted        bool
	StartOnEnter bool
	EndOnExit    bool
	BeepOnEnter  bool
	BeepOnExit   bool
	Label        string
	Coach        string // the CallSid of the participant who is coached
	Most         int    // participants
	Status       Hook   // used if the leg is the first participant
	Record       *Hook  // gets the recording's callbacks, nil without a recording; used if the leg is the first participant
}

// Leave leaves a conference.
type Leave struct {
	Why    string
	Kicked bool // by the REST API
}

// ParticipantUpdated changes the leg's settings in its conference.
type ParticipantUpdated struct{ UpdateParticipant }

// LeaveQueue leaves a queue, or stops waiting for a caller in it.
type LeaveQueue struct {
	Away bool // the application redirected the leg
}

// IsAction marks Dial as an [Action].
func (Dial) IsAction() {}

// IsAction marks Join as an [Action].
func (Join) IsAction() {}

// IsAction marks Leave as an [Action].
func (Leave) IsAction() {}

// IsAction marks ParticipantUpdated as an [Action].
func (ParticipantUpdated) IsAction() {}

// IsAction marks LeaveQueue as an [Action].
func (LeaveQueue) IsAction() {}
