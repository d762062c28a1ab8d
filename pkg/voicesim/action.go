package voicesim

import (
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// Action is something that a call does: one of the types in this file, and no other.
type Action interface{ action() }

// Purpose is why a request is made.
type Purpose string

const (
	PurposeVoice    Purpose = "voice"    // the number's VoiceUrl
	PurposeAction   Purpose = "action"   // the action of a verb that is over
	PurposeRedirect Purpose = "redirect" // <Redirect>
	PurposeFallback Purpose = "fallback" // VoiceFallbackUrl, after a problem
	PurposePlay     Purpose = "play"     // the audio of <Play>
)

// Fetch asks the application. It is answered by a [Fetched] with the same ID.
type Fetch struct {
	ID      int
	Purpose Purpose
	Method  string // GET or POST
	URL     string // absolute, or as written where it could not be made so
	Params  url.Values
}

// Answer says that the call is answered now; until then it rings.
type Answer struct{}

// Say is text that the caller hears.
type Say struct {
	Text            string
	Voice, Language string // as written, "" where the document leaves them open
	Loop            int    // how often it is said
	Length          time.Duration
	Pos             twiml.Pos
}

// Play is audio, or tones, that the caller hears.
type Play struct {
	URL     string
	Digits  string
	Loop    int
	Length  time.Duration // of all loops
	Assumed bool          // the audio was not fetched, see [Audio]
	Pos     twiml.Pos
}

// Pause is silence that the document asked for.
type Pause struct {
	Length time.Duration
	Pos    twiml.Pos
}

// Wait asks for an [Elapsed] with the same ID after a time. A later Wait makes an earlier one stale.
type Wait struct {
	ID  int
	For time.Duration
}

// Unheard says that the caller pressed a key or spoke while nothing listened.
type Unheard struct{ Input string }

// Warn tells of something that Twilio would put into the debugger, or that this engine does not do.
type Warn struct {
	Code    string // Twilio's, or "" for what is not simulated
	Level   alert.Level
	Message string
	URL     string    // of the document
	Pos     twiml.Pos // in it
}

// Party is who ended a call.
type Party string

const (
	App    Party = "app"    // Hangup, Reject, or the end of its document
	Person Party = "caller" // the caller hung up
	Twilio Party = "twilio" // an error or a limit
)

// End is the last action of a call.
type End struct {
	Status Status
	By     Party
}

func (Fetch) action()   {}
func (Answer) action()  {}
func (Say) action()     {}
func (Play) action()    {}
func (Pause) action()   {}
func (Wait) action()    {}
func (Unheard) action() {}
func (Warn) action()    {}
func (End) action()     {}
