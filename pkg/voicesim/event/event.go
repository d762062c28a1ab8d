// Package event is what happens in a simulated call. Something happens to a leg, which is an [Event]; the leg does something
// about it, which are [Action] values; both together are an [Entry]. All of them are values that nobody changes.
package event

import (
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/webhook/client"
	"github.com/twvoice/twvoice/pkg/webhook/judge"
)

// Event is something that happens to a leg: one of the types of this package, and no other. Those of this file come from
// outside; those that legs send each other are in message.go.
//
// A reader of entries has use for those of this file, and of the others for [LegEnded], [Bridged], [Heard], [Joined], [Started],
// [Closed], [Waiting] and [Dequeued], which somebody at a phone would notice. The rest is how legs come to terms; it is exported
// because it stands in every [Entry], and may change.
type Event interface{ IsEvent() }

// Rang is the beginning: a call reached its number, or a phone is to be dialled.
type Rang struct{ Call Call }

// Direction is who began a call, as Twilio spells it.
type Direction string

const (
	Inbound      Direction = ""              // somebody called the number
	OutboundAPI  Direction = "outbound-api"  // the application called through the REST API
	OutboundDial Direction = "outbound-dial" // <Dial> called
)

// Call is what is known of a call before anybody answers it. Nobody changes it once the call has begun.
type Call struct {
	Sid        string // CA…
	AccountSid string // AC…
	From, To   string
	Direction  Direction
	Parent     string // the Sid of the leg that dialled it, for OutboundDial
	// Params are added to every request and win over the standard parameters: geography, StirVerstat, what a test sets.
	Params url.Values

	// URL is the number's VoiceUrl. Of a phone that was dialled it is the document that is played to whoever answers before
	// the two are connected, "" for none.
	URL, Method                 string
	FallbackURL, FallbackMethod string
	// Document is the first document itself, where there is no URL: the Twiml of the REST API. Nothing in it may be relative.
	Document *twiml.Document
	Status   Hook // told of the call's progress

	Recording  *Recording    // records the call from its answer; nil is no recording
	SendDigits string        // pressed as soon as somebody answers
	Detection  Detection     // of an answering machine
	Timeout    time.Duration // for which an OutboundAPI call rings; 0 is a minute. A Dial has one of its own.
	TimeLimit  time.Duration // from the answer; 0 is that of the options
	Began      time.Time     // what a clock on the wall shows when time is 0; the zero time in [voicesim.Options] is the present
}

// Outgoing says whether a phone is called, rather than calls.
func (c Call) Outgoing() bool { return c.Direction != Inbound }

// Fetched is the application's answer to a [Fetch].
type Fetched struct {
	ID     int           // of the Fetch
	URL    string        // where the answer came from, after redirects; relative URLs in it begin there
	Status int           // HTTP status, 0 where there was no answer
	Took   time.Duration // real time, also in a call of virtual time
	Hops   []client.Hop  // the requests that were made, more than one where an answer redirected; nil where nobody was asked
	Notes  []string      // what a reader should know about how the answer was got

	// What came back; exactly one of these is set.
	Document *twiml.Document
	Audio    *Audio
	Text     string // plain text, to be read aloud
	Problem  *Problem
	// Elsewhere is a host that was not contacted, because it is not the application's: there is no answer, and nothing is wrong.
	Elsewhere string
}

// Audio is a sound that can be played.
type Audio struct {
	Type   string        // media type: audio/mpeg
	Length time.Duration // how long it plays, as far as its bytes tell
	// Assumed says that nobody fetched it, because it lies on a host other than the application's.
	Assumed bool
	// Known says that it is Twilio's own music, for which nobody needs to be asked.
	Known bool
}

// Problem is why an answer cannot be used.
type Problem = judge.Problem

// Elapsed says that the time of a [Wait] is over. One that belongs to a wait long left is ignored.
type Elapsed struct{ ID int }

// Pressed is one key of the phone: 0-9, * or #.
type Pressed struct{ Key byte }

// Spoke is something that was said into the phone.
type Spoke struct {
	Text       string
	Confidence float64  // 0 to 1
	Partials   []string // what the recogniser thought meanwhile, the earliest first
}

// HungUp says that the person at the phone has hung up.
type HungUp struct {
	Why string // for readers, "" where there is nothing to explain
}

// Expired says that the call lasted as long as a call may.
type Expired struct{ Limit time.Duration }

// Rings says that a phone that was dialled rings.
type Rings struct{}

// PickedUp says that a phone that was dialled was answered.
type PickedUp struct {
	Machine bool // by an answering machine
}

// Refused says that a phone that was dialled will not be answered: Busy, NoAnswer, Failed.
type Refused struct{ Status Status }

// Transferred says that the phone asks for the call to be passed on (SIP's REFER).
type Transferred struct{ Target string }

// Updated is what POST /Calls/{Sid} makes of a call: another document at once, other settings, or its end. What is empty stays
// as it is (https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource).
type Updated struct {
	URL, Method string          // another document
	Document    *twiml.Document // the same, without a request
	Status      Status          // Completed or Canceled ends the call, and all else counts for nothing

	FallbackURL, FallbackMethod string
	StatusCallback              Hook          // Events nil are those that the call had
	TimeLimit                   time.Duration // from the answer
}

func (Rang) IsEvent() {}

func (Fetched) IsEvent() {}

func (Elapsed) IsEvent() {}

func (Pressed) IsEvent() {}

func (Spoke) IsEvent() {}

func (HungUp) IsEvent() {}

func (Expired) IsEvent() {}

func (Rings) IsEvent() {}

func (PickedUp) IsEvent() {}

func (Refused) IsEvent() {}

func (Transferred) IsEvent() {}

func (Updated) IsEvent() {}

// Detection is what the application wants to know of whoever answers
// (https://www.twilio.com/docs/voice/answering-machine-detection).
type Detection struct {
	Mode string // Enable, DetectMessageEnd; "" is none
	Hook Hook   // who is told while the call goes on; nowhere: a call by the REST API waits for the verdict
}
