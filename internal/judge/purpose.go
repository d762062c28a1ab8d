package judge

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Purpose is why a request was made, as far as the request shows it, in the words of simulated calls. A Redirect, a
// whisper and hold music look like a number's own document; they are [Voice].
type Purpose string

// Purposes. Rows of older databases have [Callback] for those between Status and Message.
const (
	Voice         = Purpose(event.PurposeVoice)    // for a document
	Action        = Purpose(event.PurposeAction)   // for a document, with the result of a verb
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
	Sms           = Purpose(event.PurposeSms) // the status of a message
	Callback      = Purpose("callback")       // any other that Twilio signed
	Message       = Purpose("message")        // for a document that answers a text message
	Other         = Purpose("other")          // it does not look like Twilio's
)

// IsNotification reports whether the request is a notification, whose answer has no effect.
func (p Purpose) IsNotification() bool {
	switch p {
	case Status, Recording, Transcription, Partial, Detection, Conference, Stream, Pay, Sms, Callback:
		return true
	}
	return false
}

// Call reports whether the answer continues a call.
func (p Purpose) Call() bool { return p == Voice || p == Action || p == Fallback }

// purpose determines the purpose by parameters that only one kind of request has
// (https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application). A recording made by a verb is in the
// verb's action too, which has a CallStatus; its callback has none.
func (f Facts) purpose() Purpose {
	p := f.Params
	switch {
	case f.From != "":
		return f.From
	case f.isAudio():
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
		return documentPurpose(p)
	case p.Has("MessageSid") || p.Has("SmsSid"):
		return Message
	case f.Signed:
		return Callback
	}
	return Other
}

// documentPurpose returns the purpose of a request for a document: an action has the result of its verb.
func documentPurpose(p url.Values) Purpose {
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

// isAudio reports whether a request is for audio: it names no call, and its headers or the answer show audio.
func (f Facts) isAudio() bool {
	return !f.Params.Has("CallSid") && (f.Sound || strings.HasPrefix(f.Answered.Get("Content-Type"), "audio/") ||
		f.Method == http.MethodGet && strings.HasPrefix(f.Header.Get("Accept"), "audio/"))
}

// callEnded reports whether the call has ended. An action is requested even then.
func callEnded(p url.Values) bool { return event.Status(p.Get("CallStatus")).Final() }
