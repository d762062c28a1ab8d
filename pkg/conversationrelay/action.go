package conversationrelay

import "time"

// Action is something that a [Session] does.
type Action interface{ isAction() }

// Send sends a message to the application.
type Send struct{ Message Message }

// Token is text that the application sent for the caller, as it arrived.
type Token struct {
	Cycle    int // number of the talk cycle, from 1
	Text     string
	Language string // of the talk cycle
}

// Speaking says that the agent begins to speak, or has finished: everything that was received has
// been spoken, or was interrupted.
type Speaking struct {
	Cycle int
	On    bool
}

// Said is a talk cycle that is complete: the application has closed it and it is being spoken, or
// the caller has interrupted it.
type Said struct {
	Cycle           int
	Text            string // all of it
	Voice, Language string
	Began           time.Duration // time at which the caller heard its first word
	Answer          time.Duration // from the end of the caller's words to Began; negative if it answers nothing
	Length          time.Duration // of all of it
	Greeting        bool          // it is the welcomeGreeting
}

// Interrupted says that the caller cut off the agent.
type Interrupted struct {
	Cycle int
	Heard string        // what the caller had heard of the talk cycle
	After time.Duration // since its first word
}

// Sounds is audio of a [Play] that the caller is about to hear. The host answers with
// [Session.Sound].
type Sounds struct {
	ID     int
	Source string
	Loop   int
}

// Tones are keys of a [SendDigits] that the other side hears.
type Tones struct {
	Digits string
	Length time.Duration
}

// Ignored is input of the caller that the application does not get.
type Ignored struct{ Input, Why string }

// Report is a problem of the application.
type Report struct {
	Code    string // Twilio's, or ""
	Rule    string // name of a problem without a code
	Error   bool   // otherwise it is a warning
	Message string
	Fix     string
}

// Note is a remark about the simulation.
type Note struct{ Text string }

// Connect opens the WebSocket again. [Session.Open] or [Session.Fail] follows.
type Connect struct{ Attempt int }

// Close closes the WebSocket.
type Close struct {
	Code   int // of RFC 6455
	Reason string
}

// Finished is the last action of a session.
type Finished struct {
	Status       string  // ended by the application, completed by the caller, or failed
	HandoffData  *string // of the [End], nil for none
	ErrorCode    string
	ErrorMessage string
}

func (Send) isAction()        {}
func (Token) isAction()       {}
func (Speaking) isAction()    {}
func (Said) isAction()        {}
func (Interrupted) isAction() {}
func (Sounds) isAction()      {}
func (Tones) isAction()       {}
func (Ignored) isAction()     {}
func (Report) isAction()      {}
func (Note) isAction()        {}
func (Connect) isAction()     {}
func (Close) isAction()       {}
func (Finished) isAction()    {}
