package judge

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Purpose is why a request was made, as far as it shows on the wire, in the words of a call that is simulated. What does not show is
// [Voice]: a Redirect, a whisper and hold music are asked for as a number's own document is.
type Purpose string

// The purposes. Rows of older databases have [Callback] for those between Status and Message.
const (
	Voice         = Purpose(event.PurposeVoice)    // for a document
	Action        = Purpose(event.PurposeAction)   // for a document, with what a verb has brought
	Fallback      = Purpose(event.PurposeFallback) // for a document, after a problem
	Audio         = Purpose(event.PurposePlay)     // for the audio of a Play
	Status        = Purpose(event.PurposeStatus)
	Recording     = Purpose(event.PurposeRecording)
	Transcription = Purpose(event.PurposeTranscription)
	Partial       = Purpose(event.PurposePartial)
	Detection     = Purpose(event.PurposeDetection)
	Conference    = Purpose(event.PurposeConference)
	Stream        = Purpose(event.PurposeStream)
	Pay           = Purpose(event.PurposePay)
	Sms           = Purpose(event.PurposeSms) // what became of a message
	Callback      = Purpose("callback")       // any other that Twilio signed
	Message       = Purpose("message")        // for a document that answers a text message
	Other         = Purpose("other")          // not Twilio's, by its looks
)

// Told says that the application is only told: what it answers changes nothing.
func (p Purpose) Told() bool {
	switch p {
	case Status, Recording, Transcription, Partial, Detection, Conference, Stream, Pay, Sms, Callback:
		return true
	}
	return false
}

// Call says that the answer goes on with a call.
func (p Purpose) Call() bool { return p == Voice || p == Action || p == Fallback }

// purpose tells requests apart by the parameters that only one kind has
// (https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application). A recording that a verb made is told of in
// its action too, which has a CallStatus; its callback has none.
func (f Facts) purpose() Purpose {
	p := f.Params
	switch {
	case f.From != "":
		return f.From
	case f.sound():
		return Audio
	case p.Get("CallbackSource") != "" || p.Get("CallDuration") != "" && p.Get("CallStatus") != "":
		return Status
	case p.Has("RecordingStatus") || p.Has("RecordingSid") && !p.Has("CallStatus"):
		return Recording
	case p.Has("TranscriptionEvent") || p.Has("TranscriptionStatus"):
		return Transcription
	case p.Has("StreamEvent"):
		return Stream
	case p.Has("UnstableSpeechResult") || p.Has("StableSpeechResult"):
		return Partial
	case p.Has("AnsweredBy") && !p.Has("CallStatus"):
		return Detection
	case p.Has("StatusCallbackEvent") && p.Has("ConferenceSid"):
		return Conference
	case p.Has("StatusCallbackEvent"):
		return Callback
	case p.Has("For") && p.Has("Attempt"):
		return Pay
	case p.Has("MessageStatus"):
		return Sms
	case p.Has("CallSid"):
		return ofCall(p)
	case p.Has("MessageSid") || p.Has("SmsSid"):
		return Message
	case f.Signed:
		return Callback
	}
	return Other
}

// ofCall is the purpose of a request for a document: an action has what its verb has brought.
func ofCall(p url.Values) Purpose {
	if p.Has("ErrorUrl") {
		return Fallback
	}
	for _, brought := range []string{"Digits", "SpeechResult", "DialCallStatus", "RecordingUrl", "QueueResult", "Result", "SessionDuration", "ReferCallStatus"} {
		if p.Has(brought) {
			return Action
		}
	}
	return Voice
}

// sound reports whether a request is for audio: it names no call, and says so or was answered so.
func (f Facts) sound() bool {
	return !f.Params.Has("CallSid") && (f.Sound || strings.HasPrefix(f.Answered.Get("Content-Type"), "audio/") ||
		f.Method == http.MethodGet && strings.HasPrefix(f.Header.Get("Accept"), "audio/"))
}

// over reports whether nobody is there any more to listen: an action is asked all the same.
func over(p url.Values) bool { return event.Status(p.Get("CallStatus")).Final() }
