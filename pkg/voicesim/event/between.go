package event

import (
	"time"
)

// LegEnded says that a phone that was dialled is on the hook.
type LegEnded struct {
	Sid    string
	Status Status
	// Away says that it is not over: the application has led it elsewhere.
	Away bool
}

// Bridged says that two legs are connected.
type Bridged struct {
	With string
	Tape Taping
}

// Taping is a recording that goes on, the zero Taping is none.
type Taping struct {
	Sid   string
	Since time.Duration
}

// Heard is what somebody else on the line said, or pressed.
type Heard struct{ From, Text, Keys string }

// Joined says that a conference has let the leg in.
type Joined struct {
	Sid, Name string
	Running   bool // it has begun
}

// Started says that a conference begins.
type Started struct{}

// Closed says that a conference is over for the leg.
type Closed struct {
	Why string // as conference-end says it: participant-with-end-conference-on-exit-left, …
	By  string // the leg that ended it, "" where the REST API did
}

// Waiting says that a queue has taken the leg in. Sid "" is a queue that is full.
type Waiting struct{ Sid, Name string }

// Dequeued says that an agent takes the leg out of its queue; Announce is played to the caller first.
type Dequeued struct {
	By       string // the agent's leg
	Announce Hook
}

func (LegEnded) IsEvent() {}

func (Bridged) IsEvent() {}

func (Heard) IsEvent() {}

func (Joined) IsEvent() {}

func (Started) IsEvent() {}

func (Closed) IsEvent() {}

func (Waiting) IsEvent() {}

func (Dequeued) IsEvent() {}

// The actions of this file are orders to the [bridge.Switch], which turns them into events of other legs.

// Dial calls a phone. The new leg bears the Sid of the Call.
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
	Coach        string // the CallSid of the one who is coached
	Most         int    // participants
	Status       Hook   // counts where the leg is the first
	Record       *Hook  // where the recording is told of, nil for none; counts where the leg is the first
}

// Leave leaves a conference.
type Leave struct {
	Why    string
	Kicked bool // by the REST API
}

// ParticipantUpdated changes what the leg is in its conference.
type ParticipantUpdated struct{ UpdateParticipant }

// LeaveQueue leaves a queue, or ends the wait for somebody in it.
type LeaveQueue struct {
	Away bool // the application has led the leg elsewhere
}

func (Dial) IsAction() {}

func (Join) IsAction() {}

func (Leave) IsAction() {}

func (ParticipantUpdated) IsAction() {}

func (LeaveQueue) IsAction() {}
