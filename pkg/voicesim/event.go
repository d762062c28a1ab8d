package voicesim

import (
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// Event is something that happens to a call: one of the types in this file, and no other.
type Event interface{ event() }

// Rang is the beginning: a call reached its number.
type Rang struct{ Call Call }

// Call is what is known of a call before anybody answers it.
type Call struct {
	Sid        string // CA…
	AccountSid string // AC…
	From, To   string
	// Params are added to every request and win over the standard parameters: geography, StirVerstat, what a test sets.
	Params url.Values

	URL, Method                 string // the number's VoiceUrl; Method "" is POST
	FallbackURL, FallbackMethod string
}

// Fetched is the application's answer to a [Fetch].
type Fetched struct {
	ID     int           // of the Fetch
	URL    string        // where the answer came from, after redirects; relative URLs in it begin there
	Status int           // HTTP status, 0 where there was no answer
	Took   time.Duration // real time, also in a call of virtual time

	// What came back; exactly one of these is set.
	Document *twiml.Document
	Audio    *Audio
	Text     string // plain text, to be read aloud
	Problem  *Problem
}

// Audio is a sound that can be played.
type Audio struct {
	Type   string        // media type: audio/mpeg
	Length time.Duration // how long it plays, as far as its bytes tell
	// Assumed says that nobody fetched it, because it lies on a host other than the application's.
	Assumed bool
}

// Problem is why an answer cannot be used.
type Problem struct {
	Code    string // Twilio's: "11200"
	Message string
	Pos     twiml.Pos // in the document, if the problem lies there
}

// Elapsed says that the time of a [Wait] is over. One that belongs to a wait long left is ignored.
type Elapsed struct{ ID int }

// Pressed is one key of the caller's phone: 0-9, * or #.
type Pressed struct{ Key byte }

// Spoke is something that the caller said.
type Spoke struct {
	Text       string
	Confidence float64 // 0 to 1
}

// HungUp says that the caller is gone.
type HungUp struct{}

// Expired says that the call lasted as long as a call may.
type Expired struct{ Limit time.Duration }

func (Rang) event()    {}
func (Fetched) event() {}
func (Elapsed) event() {}
func (Pressed) event() {}
func (Spoke) event()   {}
func (HungUp) event()  {}
func (Expired) event() {}
