package event

import (
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// Action is something that a leg does: one of the types of this package, and no other. Those of this file concern the world
// outside; those that other legs hear of are in order.go, of which a reader of entries has use for [Dial] and [Leave].
type Action interface{ IsAction() }

// Purpose is why a request is made.
type Purpose string

const (
	PurposeVoice         Purpose = "voice"         // the number's VoiceUrl, or another document for a call that runs
	PurposeAction        Purpose = "action"        // the action of a verb that is over
	PurposeRedirect      Purpose = "redirect"      // <Redirect>
	PurposeFallback      Purpose = "fallback"      // VoiceFallbackUrl, after a problem
	PurposePlay          Purpose = "play"          // the audio of <Play>
	PurposeWhisper       Purpose = "whisper"       // what the other side hears before it is connected
	PurposeWait          Purpose = "wait"          // what somebody hears who waits
	PurposeRefer         Purpose = "refer"         // where the other side wants to be passed on
	PurposeStatus        Purpose = "status"        // the progress of a call
	PurposeRecording     Purpose = "recording"     // the progress of a recording
	PurposeTranscription Purpose = "transcription" // what was said, in writing: of a recording, or of a call as it goes on, which has a TranscriptionEvent
	PurposePartial       Purpose = "partial"       // what a Gather thinks it hears
	PurposeDetection     Purpose = "amd"           // whether a machine answered
	PurposeConference    Purpose = "conference"    // what happens in a conference
	PurposeStream        Purpose = "stream"        // the progress of a stream
	PurposeAnnounce      Purpose = "announce"      // a document that is played into a conference
	PurposePay           Purpose = "pay"           // the steps of a payment
	PurposeSms           Purpose = "sms"           // what became of a message
)

// Fetch asks the application. It is answered by a [Fetched] with the same ID.
type Fetch struct {
	ID      int
	Purpose Purpose
	Method  string // GET or POST
	URL     string // absolute, or as written where it could not be made so
	Params  url.Values
	// Callback says that the application is only told: what it answers changes nothing.
	Callback bool
}

// Ring rings a phone. It is answered by [Rings], [PickedUp] and [Refused], as the one who holds it behaves.
type Ring struct{}

// Answer says that the leg is answered now; until then it rings.
type Answer struct{}

// Say is text that is heard.
type Say struct {
	Text            string
	Voice, Language string // as written, "" where the document leaves them open
	Loop            int    // how often it is said
	Length          time.Duration
	Pos             twiml.Pos
}

// Play is audio, or tones, that are heard.
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

// Beep is a tone: of a recording, or of a conference that somebody enters or leaves.
type Beep struct{}

// Record says that a recording begins, or with Over that it has ended.
type Record struct {
	Sid    string
	Source string // RecordVerb, DialVerb, …
	Dual   bool   // two channels, one a side
	Over   bool
	Absent bool          // it is over, and there is nothing to be heard
	Length time.Duration // once it is over
	Why    string        // it ended: the key that was pressed, hangup, silence, maxLength; "" where it is not the caller's
}

// Session says that something is opened which carries no sound yet, or with Over that it has ended.
type Session struct {
	Noun, Name string // Stream, ConversationRelay, Siprec, Transcription, VirtualAgent, …
	URL        string // where it would go, "" where it has no URL
	Over       bool
	Pos        twiml.Pos
}

// Text is a message that is sent beside the call.
type Text struct {
	Sid, From, To, Body string
	Pos                 twiml.Pos
}

// Note is something worth knowing about the simulation itself.
type Note struct {
	Text string
	Pos  twiml.Pos
}

// Detected says who has answered, where that was asked for: human, machine_start, machine_end_beep or unknown.
type Detected struct{ AnsweredBy string }

// Wait asks for an [Elapsed] with the same ID after a time.
type Wait struct {
	ID  int
	For time.Duration
}

// Unheard says that somebody pressed a key or spoke while nothing listened.
type Unheard struct{ Input string }

// Warn tells of something that Twilio would put into the debugger, or that this engine does not do.
type Warn struct {
	Code    string // Twilio's, or "" for what is not simulated
	Level   alert.Level
	Message string
	URL     string    // of the document
	Pos     twiml.Pos // in it
	Fix     string    // what to do about it, "" where the message says it
}

// Party is who ended a leg.
type Party string

const (
	App Party = "app" // Hangup, Reject, the end of its document, or that of the leg that dialled
	// Person is whoever holds the leg's phone and hung up. The value is "caller" for somebody who was called, too: of each leg
	// there is one person, and results and reports promise that word.
	Person Party = "caller"
	Twilio Party = "twilio" // an error or a limit
)

// End is the last that a leg does, but for requests that tell the application of it.
type End struct {
	Status   Status
	By       Party
	Duration time.Duration // since it was answered
}

func (Fetch) IsAction() {}

func (Ring) IsAction() {}

func (Answer) IsAction() {}

func (Say) IsAction() {}

func (Play) IsAction() {}

func (Pause) IsAction() {}

func (Beep) IsAction() {}

func (Record) IsAction() {}

func (Session) IsAction() {}

func (Text) IsAction() {}

func (Note) IsAction() {}

func (Wait) IsAction() {}

func (Detected) IsAction() {}

func (Unheard) IsAction() {}

func (Warn) IsAction() {}

func (End) IsAction() {}

// Apology is what a caller hears when an application fails and nothing stands behind it.
const Apology = "We're sorry, an application error has occurred. Goodbye."
