package voicesim

import (
	"net/url"
	"time"
)

// The events of this file are what legs are told by each other, through the [Switch].

// LegAnswered says that a phone that was dialled was answered.
type LegAnswered struct{ Sid string }

// LegReady says that whoever answered has heard what the application had to say first, and can be connected.
type LegReady struct{ Sid string }

// LegEnded says that a phone that was dialled is on the hook.
type LegEnded struct {
	Sid    string
	Status Status
	// Away says that it is not over: the application has led it elsewhere.
	Away bool
}

// Referred says that the other side asks for the call to be passed on.
type Referred struct{ By, Target string }

// Bridged says that two legs are connected.
type Bridged struct {
	With string
	Tape Taping
}

// Unbridged says that the other one has gone.
type Unbridged struct{ From string }

// Taping is a recording that goes on, the zero Taping is none.
type Taping struct {
	Sid   string
	Since time.Duration
}

// Heard is what somebody else on the line said, or pressed.
type Heard struct{ From, Text, Keys string }

// Dropped ends a leg that another has no more use for.
type Dropped struct{ Status Status } // what becomes of it if nobody has answered yet

// Joined says that a conference has let the leg in.
type Joined struct {
	Sid, Name string
	Running   bool // it has begun
}

// Declined says that it has not: Code is Twilio's.
type Declined struct{ Code, Message string }

// Started says that a conference begins.
type Started struct{}

// Beeped says that a tone is heard: somebody comes or goes.
type Beeped struct{}

// Closed says that a conference is over for the leg.
type Closed struct {
	Why string // as conference-end says it: participant-with-end-conference-on-exit-left, …
	By  string // the leg that ended it, "" where the REST API did
}

// Taped says that the recording of a conference begins, or is over.
type Taped struct{ Record }

// Waiting says that a queue has taken the leg in. Sid "" is a queue that is full.
type Waiting struct{ Sid, Name string }

// Moved says where in its queue the leg stands now. A leg is told when it enters, and when it asks by [AskPlace].
type Moved struct {
	Position, Size, Most int           // Position counts from 1
	Since                time.Duration // when those in the queue came to it, on average
}

// Chosen says that an agent takes the leg out of its queue; Announce is played to the caller first.
type Chosen struct {
	By       string // the agent's leg
	Announce Hook
}

// Found answers an agent who asked a queue for its first caller.
type Found struct {
	Sid    string // the caller's
	Queue  string // its Sid
	Waited time.Duration
}

// NoQueue answers the same, where there is no queue of that name.
type NoQueue struct{}

// Tell has a leg send a notification that concerns more than itself.
type Tell struct {
	Purpose Purpose
	Hook    Hook
	Params  url.Values
}

func (LegAnswered) IsEvent() {}
func (LegReady) IsEvent()    {}
func (LegEnded) IsEvent()    {}
func (Referred) IsEvent()    {}
func (Bridged) IsEvent()     {}
func (Unbridged) IsEvent()   {}
func (Heard) IsEvent()       {}
func (Dropped) IsEvent()     {}
func (Joined) IsEvent()      {}
func (Declined) IsEvent()    {}
func (Started) IsEvent()     {}
func (Beeped) IsEvent()      {}
func (Closed) IsEvent()      {}
func (Taped) IsEvent()       {}
func (Waiting) IsEvent()     {}
func (Moved) IsEvent()       {}
func (Chosen) IsEvent()      {}
func (Found) IsEvent()       {}
func (NoQueue) IsEvent()     {}
func (Tell) IsEvent()        {}
