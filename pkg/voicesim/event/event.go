// Package event defines the vocabulary of simulated calls. An [Event] is something that happens to
// a leg, an [Action] is something that the leg does, and an [Entry] is one event with the actions
// that followed. None of them is changed after it was made.
package event

import (
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/webhook/client"
	"github.com/twvoice/twvoice/pkg/webhook/judge"
)

// Event is something that happens to a leg. Most events are types of this package: those that come from outside the call, and
// those of other legs that the person at the phone notices ([LegEnded], [Bridged], [Heard], [Joined], [Started], [Closed],
// [Waiting] and [Dequeued]). An [Entry] may also have events of an internal package, by which legs agree with each other;
// readers skip them.
type Event interface{ IsEvent() }

// Rang begins a leg: a call reached its number, or a phone is to be dialed.
type Rang struct{ Call Call }

// Direction is who began a call, as Twilio spells it.
type Direction string

const (
	Inbound      Direction = ""              // a caller called the number
	OutboundAPI  Direction = "outbound-api"  // the application called through the REST API
	OutboundDial Direction = "outbound-dial" // <Dial> called
)

// Call is what is known of a call before it is answered. It must not be changed once the call has begun.
type Call struct {
	Sid        string // CA…
	AccountSid string // AC…
	From, To   string
	Direction  Direction
	Parent     string // the Sid of the leg that dialed it, for OutboundDial
	// Params are added to every request and override the standard parameters: geography,
	// StirVerstat, what a test sets.
	Params url.Values

	// URL is the number's VoiceUrl. For a phone that was dialed, it is the document that the callee hears before the two are
	// connected, or "".
	URL, Method                 string
	FallbackURL, FallbackMethod string
	// Document is the first document itself if URL is empty, as the REST API's Twiml parameter. Its URLs must be absolute.
	Document *twiml.Document
	Status   Hook // gets the call's status callbacks

	Recording  *Recording    // records the call from its answer; nil is no recording
	SendDigits string        // pressed as soon as the call is answered
	Detection  Detection     // of an answering machine
	Timeout    time.Duration // how long an OutboundAPI call rings; 0 is a minute. A Dial has a separate timeout.
	TimeLimit  time.Duration // from the answer; 0 takes the limit of the options
	Began      time.Time     // the wall-clock time at which the call begins; the zero time in [voicesim.Options] is now
}

// Outgoing reports whether the application called the phone.
func (c Call) Outgoing() bool { return c.Direction != Inbound }

// Fetched is the application's answer to a [Fetch].
type Fetched struct {
	ID     int           // of the Fetch
	URL    string        // where the answer came from, after redirects; relative URLs in it begin there
	Status int           // HTTP status, 0 without an answer
	Took   time.Duration // in real time, also when the call runs in virtual time
	Hops   []client.Hop  // the requests that were made, several after redirects; nil if no request was made
	Notes  []string      // remarks for readers on how the answer was obtained

	// Exactly one of the following is set.
	Document *twiml.Document
	Audio    *Audio
	Text     string // plain text, to be read aloud
	Problem  *Problem
	// Elsewhere is a host that was not contacted because it is not the application's. There is no answer, and no problem.
	Elsewhere string
}

// Audio is a sound that can be played.
type Audio struct {
	Type   string        // media type: audio/mpeg
	Length time.Duration // how long it plays, as far as its content tells
	// Assumed is set if it was not fetched because it is on a host other than the application's.
	Assumed bool
	// Known is set for Twilio's own music, which is never fetched.
	Known bool
}

// Problem says why an answer cannot be used.
type Problem = judge.Problem

// Elapsed says that the time of a [Wait] has passed. It is ignored if the leg no longer waits for it.
type Elapsed struct{ ID int }

// Pressed is one key of the phone: 0-9, * or #.
type Pressed struct{ Key byte }

// Spoke is what the person at the phone said.
type Spoke struct {
	Text       string
	Confidence float64  // 0 to 1
	Partials   []string // partial results of the recognizer, the earliest first
}

// HungUp says that the person at the phone has hung up.
type HungUp struct {
	Why string // for readers; may be empty
}

// Expired says that the call has reached its time limit.
type Expired struct{ Limit time.Duration }

// Rings says that a phone that was dialed is ringing.
type Rings struct{}

// PickedUp says that a phone that was dialed was answered.
type PickedUp struct {
	Machine bool // by an answering machine
}

// Refused says that a phone that was dialed will not be answered: Busy, NoAnswer or Failed.
type Refused struct{ Status Status }

// Transferred says that the phone asks to transfer the call (SIP REFER).
type Transferred struct{ Target string }

// Updated is a POST to /Calls/{Sid}: another document, other settings, or the end of the call. Empty fields change nothing
// (https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource).
type Updated struct {
	URL, Method string          // another document
	Document    *twiml.Document // the same, without a request
	Status      Status          // Completed or Canceled ends the call; the other fields are then ignored

	FallbackURL, FallbackMethod string
	StatusCallback              Hook          // nil Events keeps those of the call
	TimeLimit                   time.Duration // from the answer
}

// IsEvent marks Rang as an [Event].
func (Rang) IsEvent() {}

// IsEvent marks Fetched as an [Event].
func (Fetched) IsEvent() {}

// IsEvent marks Elapsed as an [Event].
func (Elapsed) IsEvent() {}

// IsEvent marks Pressed as an [Event].
func (Pressed) IsEvent() {}

// IsEvent marks Spoke as an [Event].
func (Spoke) IsEvent() {}

// IsEvent marks HungUp as an [Event].
func (HungUp) IsEvent() {}

// IsEvent marks Expired as an [Event].
func (Expired) IsEvent() {}

// IsEvent marks Rings as an [Event].
func (Rings) IsEvent() {}

// IsEvent marks PickedUp as an [Event].
func (PickedUp) IsEvent() {}

// IsEvent marks Refused as an [Event].
func (Refused) IsEvent() {}

// IsEvent marks Transferred as an [Event].
func (Transferred) IsEvent() {}

// IsEvent marks Updated as an [Event].
func (Updated) IsEvent() {}

// Detection asks whether a person or a machine answers
// (https://www.twilio.com/docs/voice/answering-machine-detection).
type Detection struct {
	Mode string // Enable or DetectMessageEnd; "" is no detection
	Hook Hook   // gets the result while the call continues; the zero Hook makes an API call wait for the result
}
