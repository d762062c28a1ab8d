package event

import (
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// Action is something that a leg does. Most actions are types of this package: those that the
// application or the person at the phone notices, and orders that concern other legs, such as
// [Dial] and [Join]. An [Entry] may also have orders of an internal package, which readers skip.
type Action interface{ IsAction() }

// Purpose is the reason for a request.
type Purpose string

const (
	PurposeVoice         Purpose = "voice"         // the number's VoiceUrl, or another document for a call that runs
	PurposeAction        Purpose = "action"        // the action of a verb that has ended
	PurposeRedirect      Purpose = "redirect"      // <Redirect>
	PurposeFallback      Purpose = "fallback"      // VoiceFallbackUrl, after a problem
	PurposePlay          Purpose = "play"          // the audio of <Play>
	PurposeWhisper       Purpose = "whisper"       // what the other side hears before it is connected
	PurposeWait          Purpose = "wait"          // what a waiting caller hears
	PurposeRefer         Purpose = "refer"         // where the other side wants to be passed on
	PurposeStatus        Purpose = "status"        // the progress of a call
	PurposeRecording     Purpose = "recording"     // the progress of a recording
	PurposeTranscription Purpose = "transcription" // the text of a recording, or of a running call (with TranscriptionEvent)
	PurposePartial       Purpose = "partial"       // partial results of a Gather's speech recognition
	PurposeDetection     Purpose = "amd"           // whether a machine answered
	PurposeConference    Purpose = "conference"    // what happens in a conference
	PurposeStream        Purpose = "stream"        // the progress of a stream
	PurposeAnnounce      Purpose = "announce"      // a document that is played into a conference
	PurposePay           Purpose = "pay"           // the steps of a payment
	PurposeSms           Purpose = "sms"           // the result of sending a message
)

// Fetch asks the application. It is answered by a [Fetched] with the same ID.
type Fetch struct {
	ID      int
	Purpose Purpose
	Method  string // GET or POST
	URL     string // absolute, or as written if it could not be resolved
	Params  url.Values
	// Callback is set if the application is only notified: its answer changes nothing.
	Callback bool
}

// Ring rings a phone. [Rings], [PickedUp] or [Refused] follow, as its [voicesim.Phone] says.
type Ring struct{}

// Answer answers the leg, which rings until then.
type Answer struct{}

// Say is text that the person at the phone hears.
type Say struct {
	Text            string
	Voice, Language string // as written, or ""
	Loop            int    // how often it is said
	Length          time.Duration
	Pos             twiml.Pos
	Agent           *Agent // nil for text of a document
}

// Play is audio, or tones, that the person at the phone hears.
type Play struct {
	URL     string
	Digits  string
	Loop    int
	Length  time.Duration // of all loops
	Assumed bool          // the audio was not fetched, see [Audio]
	Pos     twiml.Pos
}

// Pause is a silence in the document.
type Pause struct {
	Length time.Duration
	Pos    twiml.Pos
}

// Beep is the tone of a recording, or of a participant who enters or leaves a conference.
type Beep struct{}

// Record says that a recording begins or, with Over, that it has ended.
type Record struct {
	Sid    string
	Source string // RecordVerb, DialVerb, …
	Dual   bool   // two channels, one a side
	Over   bool
	Absent bool          // it has ended and is empty
	Length time.Duration // once it has ended
	Why    string        // reason for its end: the key that was pressed, hangup, silence or maxLength; "" if the caller did not end it
}

// Session says that a stream, transcription or similar session begins or, with Over, that it has ended.
type Session struct {
	Noun, Name string // Stream, ConversationRelay, Siprec, Transcription, VirtualAgent, …
	URL        string // its URL, or ""
	Over       bool
	Pos        twiml.Pos
}

// Text is a message that is sent during the call.
type Text struct {
	Sid, From, To, Body string
	Pos                 twiml.Pos
}

// Note is a remark about the simulation itself.
type Note struct {
	Text string
	Pos  twiml.Pos
}

// Detected is the result of answering machine detection: human, machine_start, machine_end_beep or unknown.
type Detected struct{ AnsweredBy string }

// Wait asks for an [Elapsed] with the same ID after a time.
type Wait struct {
	ID  int
	For time.Duration
}

// Unheard is input that the call did not wait for, or that Twilio does not pass on.
type Unheard struct {
	Input string
	Why   string // "" if the call did not wait for input
}

// Warn is an alert of Twilio's debugger, or something that is not simulated.
type Warn struct {
	Code    string // Twilio's, or "" for what is not simulated
	Rule    string // name of a problem for which Twilio has no code, or ""
	Level   alert.Level
	Message string
	URL     string    // of the document
	Pos     twiml.Pos // in it
	Fix     string    // how to fix it, "" if Message explains it
}

// Party is the side that ended a leg.
type Party string

const (
	App Party = "app" // Hangup, Reject, the end of its document, or that of the leg that dialed
	// Person is the person at the leg's phone, who hung up. The value is "caller" for a callee as well, because results and
	// reports promise that word.
	Person Party = "caller"
	Twilio Party = "twilio" // an error or a limit
)

// End ends a leg. Only status callbacks follow.
type End struct {
	Status   Status
	By       Party
	Duration time.Duration // since it was answered
}

// IsAction marks Fetch as an [Action].
func (Fetch) IsAction() {}

// IsAction marks Ring as an [Action].
func (Ring) IsAction() {}

// IsAction marks Answer as an [Action].
func (Answer) IsAction() {}

// IsAction marks Say as an [Action].
func (Say) IsAction() {}

// IsAction marks Play as an [Action].
func (Play) IsAction() {}

// IsAction marks Pause as an [Action].
func (Pause) IsAction() {}

// IsAction marks Beep as an [Action].
func (Beep) IsAction() {}

// IsAction marks Record as an [Action].
func (Record) IsAction() {}

// IsAction marks Session as an [Action].
func (Session) IsAction() {}

// IsAction marks Text as an [Action].
func (Text) IsAction() {}

// IsAction marks Note as an [Action].
func (Note) IsAction() {}

// IsAction marks Wait as an [Action].
func (Wait) IsAction() {}

// IsAction marks Detected as an [Action].
func (Detected) IsAction() {}

// IsAction marks Unheard as an [Action].
func (Unheard) IsAction() {}

// IsAction marks Warn as an [Action].
func (Warn) IsAction() {}

// IsAction marks End as an [Action].
func (End) IsAction() {}

// Apology is what Twilio says when an application fails and no fallback is set.
const Apology = "We're sorry, an application error has occurred. Goodbye."
