package capture

import (
	"net/http"
	"strings"

	"github.com/twvoice/twvoice/internal/exchange"
)

// Purpose is why a request was made, as far as it shows.
type Purpose string

const (
	Voice     Purpose = "voice"     // for a document
	Message   Purpose = "message"   // for a document that answers a text message
	Status    Purpose = "status"    // a callback about a call
	Recording Purpose = "recording" // a callback about a recording
	Callback  Purpose = "callback"  // any other callback
	Audio     Purpose = "play"      // the audio of a Play
	Other     Purpose = "other"     // not Twilio's, by its looks
)

// Told says that the application is only told: what it answers changes nothing.
func (p Purpose) Told() bool { return p == Status || p == Recording || p == Callback }

// purposeOf tells requests apart by the parameters that only one kind has
// (https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application). A recording that a verb made is told of in
// its action too, which has a CallStatus; its callback has none.
func purposeOf(e exchange.Exchange) Purpose {
	f := e.Form
	switch {
	case strings.HasPrefix(e.Answered.Get("Content-Type"), "audio/"):
		return Audio
	case f.Get("CallbackSource") != "" || f.Get("CallDuration") != "" && f.Get("CallStatus") != "":
		return Status
	case f.Has("RecordingStatus") || f.Has("RecordingSid") && !f.Has("CallStatus"):
		return Recording
	case f.Has("StatusCallbackEvent") || f.Has("TranscriptionEvent") || f.Has("TranscriptionStatus") || f.Has("StreamEvent") ||
		f.Has("UnstableSpeechResult") || f.Has("StableSpeechResult") || f.Has("MessageStatus") || f.Has("AnsweredBy") && !f.Has("CallStatus") || f.Has("For") && f.Has("Attempt"):
		return Callback
	case f.Has("CallSid"):
		return Voice
	case f.Has("MessageSid") || f.Has("SmsSid"):
		return Message
	case e.Method == http.MethodGet && strings.HasPrefix(e.Header.Get("Accept"), "audio/"):
		return Audio
	}
	return Other
}
