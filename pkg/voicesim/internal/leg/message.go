package leg

import (
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// The events of this file are sent between legs, through the [bridge.Switch].

// LegAnswered reports that a dialed phone was answered.
type LegAnswered struct{ Sid string }

// LegReady reports that the callee has heard the document before the connection, and can be
// connected.
type LegReady struct{ Sid string }

// Referred reports that the other side requests a transfer of the call.
type Referred struct{ By, Target string }

// Unbridged reports that the other side has left.
type Unbridged struct{ From string }

// Dropped ends a leg that another one no longer needs.
type Dropped struct{ Status event.Status } // status if the leg was not answered

// Declined reports that a conference did not let the leg in. Code is Twilio's.
type Declined struct{ Code, Message string }

// Beeped reports a tone: a participant enters or leaves.
type Beeped struct{}

// Taped reports that the recording of a conference begins or has ended.
type Taped struct{ event.Record }

// Moved reports the leg's place in its queue. It is sent when the leg enters, and in reply to
// [AskPlace].
type Moved struct {
	Position, Size, Most int           // Position counts from 1
	Since                time.Duration // average arrival time of those in the queue
}

// Found replies to an agent who asked a queue for its first caller.
type Found struct {
	Sid    string // of the caller
	Queue  string // Sid of the queue
	Waited time.Duration
}

// NoQueue replies to an agent if no queue has the name.
type NoQueue struct{}

// StatusCallback makes a leg send a notification that concerns other legs too.
type StatusCallback struct {
	Purpose event.Purpose
	Hook    event.Hook
	Params  url.Values
}

// IsEvent marks LegAnswered as an [event.Event].
func (LegAnswered) IsEvent() {}

// IsEvent marks LegReady as an [event.Event].
func (LegReady) IsEvent() {}

// IsEvent marks Referred as an [event.Event].
func (Referred) IsEvent() {}

// IsEvent marks Unbridged as an [event.Event].
func (Unbridged) IsEvent() {}

// IsEvent marks Dropped as an [event.Event].
func (Dropped) IsEvent() {}

// IsEvent marks Declined as an [event.Event].
func (Declined) IsEvent() {}

// IsEvent marks Beeped as an [event.Event].
func (Beeped) IsEvent() {}

// IsEvent marks Taped as an [event.Event].
func (Taped) IsEvent() {}

// IsEvent marks Moved as an [event.Event].
func (Moved) IsEvent() {}

// IsEvent marks Found as an [event.Event].
func (Found) IsEvent() {}

// IsEvent marks NoQueue as an [event.Event].
func (NoQueue) IsEvent() {}

// IsEvent marks StatusCallback as an [event.Event].
func (StatusCallback) IsEvent() {}

// Drop ends a leg that this one has dialed.
type Drop struct {
	Sid    string
	Status event.Status // status if it was not answered: Canceled, NoAnswer
}

// Bridge connects with a leg that is ready.
type Bridge struct {
	Sid  string
	Tape event.Taping // recording of the two
}

// Ready reports that a callee, or a caller from a queue, can be connected.
type Ready struct{}

// Away reports that a leg continues alone, because the application redirected it.
type Away struct{}

// PassOn reports to the leg that dialed this one that the callee requests a transfer.
type PassOn struct{ Target string }

// Talk is speech or keys for the others on the line.
type Talk struct{ Text, Keys string }

// Conclude ends the conference of the leg for all participants.
type Conclude struct{}

// Enqueue enters a queue.
type Enqueue struct {
	Name string
	Most int // limit on waiting callers
}

// AskPlace asks for the leg's place in its queue; the reply is [Moved].
type AskPlace struct{}

// DialQueue asks a queue for its first caller, and waits for one.
type DialQueue struct {
	Name     string
	Announce event.Hook // document that the caller hears first
}

// IsAction marks Drop as an [event.Action].
func (Drop) IsAction() {}

// IsAction marks Bridge as an [event.Action].
func (Bridge) IsAction() {}

// IsAction marks Ready as an [event.Action].
func (Ready) IsAction() {}

// IsAction marks Away as an [event.Action].
func (Away) IsAction() {}

// IsAction marks PassOn as an [event.Action].
func (PassOn) IsAction() {}

// IsAction marks Talk as an [event.Action].
func (Talk) IsAction() {}

// IsAction marks Conclude as an [event.Action].
func (Conclude) IsAction() {}

// IsAction marks Enqueue as an [event.Action].
func (Enqueue) IsAction() {}

// IsAction marks AskPlace as an [event.Action].
func (AskPlace) IsAction() {}

// IsAction marks DialQueue as an [event.Action].
func (DialQueue) IsAction() {}
