package leg

import (
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// The events of this file are what legs are told by each other, through the [bridge.Switch].

// LegAnswered says that a phone that was dialled was answered.
type LegAnswered struct{ Sid string }

// LegReady says that whoever answered has heard what the application had to say first, and can be connected.
type LegReady struct{ Sid string }

// Referred says that the other side asks for the call to be passed on.
type Referred struct{ By, Target string }

// Unbridged says that the other one has gone.
type Unbridged struct{ From string }

// Dropped ends a leg that another has no more use for.
type Dropped struct{ Status event.Status } // what becomes of it if nobody has answered yet

// Declined says that it has not: Code is Twilio's.
type Declined struct{ Code, Message string }

// Beeped says that a tone is heard: somebody comes or goes.
type Beeped struct{}

// Taped says that the recording of a conference begins, or is over.
type Taped struct{ event.Record }

// Moved says where in its queue the leg stands now. A leg is told when it enters, and when it asks by [AskPlace].
type Moved struct {
	Position, Size, Most int           // Position counts from 1
	Since                time.Duration // when those in the queue came to it, on average
}

// Found answers an agent who asked a queue for its first caller.
type Found struct {
	Sid    string // the caller's
	Queue  string // its Sid
	Waited time.Duration
}

// NoQueue answers the same, where there is no queue of that name.
type NoQueue struct{}

// StatusCallback has a leg send a notification that concerns more than itself.
type StatusCallback struct {
	Purpose event.Purpose
	Hook    event.Hook
	Params  url.Values
}

func (LegAnswered) IsEvent() {}

func (LegReady) IsEvent() {}

func (Referred) IsEvent() {}

func (Unbridged) IsEvent() {}

func (Dropped) IsEvent() {}

func (Declined) IsEvent() {}

func (Beeped) IsEvent() {}

func (Taped) IsEvent() {}

func (Moved) IsEvent() {}

func (Found) IsEvent() {}

func (NoQueue) IsEvent() {}

func (StatusCallback) IsEvent() {}

// Drop ends a leg that this one has dialled.
type Drop struct {
	Sid    string
	Status event.Status // what becomes of it if nobody has answered: Canceled, NoAnswer
}

// Bridge connects with a leg that is ready.
type Bridge struct {
	Sid  string
	Tape event.Taping // what records the two
}

// Ready says that whoever was dialled, or waited in a queue, can be connected.
type Ready struct{}

// Away says that a leg goes on alone: the application has led it elsewhere.
type Away struct{}

// PassOn tells the leg that dialled this one that whoever holds its phone wants the call passed on.
type PassOn struct{ Target string }

// Talk is said to, or pressed for, whoever else is on the line.
type Talk struct{ Text, Keys string }

// Conclude ends the conference that the leg is in, for everybody.
type Conclude struct{}

// Enqueue enters a queue.
type Enqueue struct {
	Name string
	Most int // that may wait in it
}

// AskPlace asks where in its queue the leg stands; the answer is [Moved].
type AskPlace struct{}

// DialQueue asks a queue for its first caller, and waits until there is one.
type DialQueue struct {
	Name     string
	Announce event.Hook // the document that the caller hears before
}

func (Drop) IsAction() {}

func (Bridge) IsAction() {}

func (Ready) IsAction() {}

func (Away) IsAction() {}

func (PassOn) IsAction() {}

func (Talk) IsAction() {}

func (Conclude) IsAction() {}

func (Enqueue) IsAction() {}

func (AskPlace) IsAction() {}

func (DialQueue) IsAction() {}
