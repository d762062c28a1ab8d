package conversationrelay

import "fmt"

// Input is which input of the caller an attribute covers. The zero value is the attribute's default.
type Input string

// The values of interruptible, welcomeGreetingInterruptible and reportInputDuringAgentSpeech
// (https://www.twilio.com/docs/voice/twiml/connect/conversationrelay#attributes).
const (
	InputNone   Input = "none"
	InputDTMF   Input = "dtmf"
	InputSpeech Input = "speech"
	InputAny    Input = "any"
)

// Covers reports whether i includes kind, which is InputDTMF or InputSpeech.
func (i Input) Covers(kind Input) bool { return i == InputAny || i == kind }

// parseInput returns the value of an attribute. true means any, and false means none.
func parseInput(value string) (Input, bool) {
	switch value {
	case "true", string(InputAny):
		return InputAny, true
	case "false", string(InputNone):
		return InputNone, true
	case string(InputDTMF), string(InputSpeech):
		return Input(value), true
	}
	return "", false
}

// Text is a part of what the agent says: a token, or a whole text. Tokens up to one with Last are a
// talk cycle, which is spoken as it arrives.
type Text struct {
	Token         string `json:"token"`
	Last          bool   `json:"last"`
	Lang          string `json:"lang,omitempty"`
	Interruptible Input  `json:"interruptible,omitempty"` // "" is that of the session
	Preemptible   *bool  `json:"preemptible,omitempty"`   // nil is that of the session
}

// Play is audio that the caller hears.
type Play struct {
	Source        string `json:"source"`
	Loop          *int   `json:"loop,omitempty"` // nil is once; 0 repeats up to 1000 times
	Interruptible Input  `json:"interruptible,omitempty"`
	Preemptible   *bool  `json:"preemptible,omitempty"`
}

// SendDigits are tones that the other side hears: 0-9, #, *, and w for half a second.
type SendDigits struct {
	Digits string `json:"digits"`
}

// Language changes the languages of the session. Since October 2026 it can also declare settings
// for a language (https://www.twilio.com/docs/voice/conversationrelay/dynamic-configuration).
type Language struct {
	TTSLanguage           string            `json:"ttsLanguage,omitempty"`
	TranscriptionLanguage string            `json:"transcriptionLanguage,omitempty"`
	Settings              map[string]string `json:"settings,omitempty"` // attributes of <Language>, nil for none
}

// Config changes settings of the session. The names are those of the TwiML attributes.
type Config struct {
	Settings map[string]string `json:"config"`
}

// Hints replaces the hints of the speech recognition.
type Hints struct {
	Hints string `json:"hints"`
}

// End ends the session. The action of <Connect> gets the HandoffData.
type End struct {
	HandoffData *string `json:"handoffData,omitempty"` // nil if the application sends none
}

// Type returns "text".
func (Text) Type() string { return "text" }

// Type returns "play".
func (Play) Type() string { return "play" }

// Type returns "sendDigits".
func (SendDigits) Type() string { return "sendDigits" }

// Type returns "language".
func (Language) Type() string { return "language" }

// Type returns "config".
func (Config) Type() string { return "config" }

// Type returns "hints".
func (Hints) Type() string { return "hints" }

// Type returns "end".
func (End) Type() string { return "end" }

// MessageError says why a message cannot be used. Its Code is that of Twilio's debugger.
type MessageError struct {
	Code   string // 64107
	Kind   string // type of the message, "" if it could not be read
	Field  string // name of the field, "" if no field is the reason
	Offset int    // position of the reason in the message, in bytes from 1
	Reason string
	Fix    string // what to send instead, or ""
}

// Error returns the position, the field and the reason.
func (e *MessageError) Error() string {
	what := "message"
	if e.Kind != "" {
		what = e.Kind + " message"
	}
	if e.Field != "" {
		return fmt.Sprintf("%s, byte %d: %s: %s", what, e.Offset, e.Field, e.Reason)
	}
	return fmt.Sprintf("%s, byte %d: %s", what, e.Offset, e.Reason)
}
