package conversationrelay

// Message is a message of either direction: [Setup], [Prompt], [DTMF], [Interrupt], [ErrorMessage]
// and [Info] go to the application; [Text], [Play], [SendDigits], [Language], [Config], [Hints] and
// [End] come from it. [Encode] returns the frame of a message.
type Message interface {
	// Type returns the value of the field type: setup, prompt, text, …
	Type() string
}

// Setup is the first message to the application
// (https://www.twilio.com/docs/voice/conversationrelay/websocket-messages#setup-message).
type Setup struct {
	SessionID        string            `json:"sessionId"` // VX…
	AccountSid       string            `json:"accountSid"`
	ParentCallSid    string            `json:"parentCallSid"`
	CallSid          string            `json:"callSid"`
	From             string            `json:"from"`
	To               string            `json:"to"`
	ForwardedFrom    string            `json:"forwardedFrom"`
	CallerName       string            `json:"callerName"`
	Direction        string            `json:"direction"`        // inbound, outbound-api or outbound-dial
	CallType         string            `json:"callType"`         // PSTN, SIP or CLIENT
	CallStatus       string            `json:"callStatus"`       // RINGING for an inbound call, IN_PROGRESS for an outbound one
	CustomParameters map[string]string `json:"customParameters"` // nil is {}
}

// Prompt is what the caller said.
type Prompt struct {
	VoicePrompt string `json:"voicePrompt"`
	Lang        string `json:"lang"` // en-US; the primary tag only if the language is detected
	Last        bool   `json:"last"` // false for a partial result, which a longer one follows
}

// DTMF is a key that the caller pressed: 0-9, * or #.
type DTMF struct {
	Digit string `json:"digit"`
}

// Interrupt says that the caller interrupted the agent.
type Interrupt struct {
	UtteranceUntilInterrupt  string `json:"utteranceUntilInterrupt"`  // what was spoken of the talk cycle
	DurationUntilInterruptMs int64  `json:"durationUntilInterruptMs"` // since the talk cycle was first heard, in milliseconds
}

// ErrorMessage tells the application what Twilio could not use, or which provider failed.
type ErrorMessage struct {
	Description string `json:"description"`
}

// Info is an event that the attributes events or debug subscribe to: agentSpeaking, clientSpeaking,
// tokensPlayed, roundTripDelayMs or configUpdated.
type Info struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	TS    int64  `json:"ts,omitempty"` // milliseconds since 1970, for agentSpeaking and clientSpeaking
}

// Type returns "setup".
func (Setup) Type() string { return "setup" }

// Type returns "prompt".
func (Prompt) Type() string { return "prompt" }

// Type returns "dtmf".
func (DTMF) Type() string { return "dtmf" }

// Type returns "interrupt".
func (Interrupt) Type() string { return "interrupt" }

// Type returns "error".
func (ErrorMessage) Type() string { return "error" }

// Type returns "info".
func (Info) Type() string { return "info" }
