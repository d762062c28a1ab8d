package event

import "time"

// SocketKind is the protocol of a WebSocket.
type SocketKind string

// The protocols of WebSockets.
const (
	RelaySocket  SocketKind = "conversation_relay"
	StreamSocket SocketKind = "stream"
)

// OpenSocket opens a WebSocket to the application. [SocketOpened] or [SocketFailed] follows, with the
// same ID.
type OpenSocket struct {
	ID      int // of the leg
	Kind    SocketKind
	URL     string // as written, absolute
	Attempt int    // 0, or the number of the attempt to open it again
}

// SendSocket sends a text frame to the application.
type SendSocket struct {
	ID   int
	Data []byte // a JSON object
}

// CloseSocket closes a WebSocket.
type CloseSocket struct {
	ID     int
	Code   int // of RFC 6455
	Reason string
	Abrupt bool // without a close frame, as when the network fails
}

// SocketOpened says that a WebSocket is open.
type SocketOpened struct {
	ID      int
	Address string // scheme and host where the application was reached
	Took    time.Duration
	Notes   []string
}

// SocketFailed says that a WebSocket could not be opened.
type SocketFailed struct {
	ID        int
	Code      string // 319xx, "" if no host was contacted
	Message   string
	Status    int    // of the answer, 0 if there was none
	Elsewhere string // host that was not contacted because it is not the application's
	Took      time.Duration
	Notes     []string
}

// SocketReceived is a message of the application.
type SocketReceived struct {
	ID     int
	Data   []byte
	Binary bool
}

// SocketClosed says that the application has closed a WebSocket, or that it broke.
type SocketClosed struct {
	ID     int
	Code   int // of RFC 6455; 1006 if the connection broke
	Reason string
}

// SocketHung says that a WebSocket has been open too long while nothing happened on it.
type SocketHung struct {
	For  time.Duration
	Owes string // what the application has not done, or ""
}

// Rules returns the names of problems for which Twilio has no code, as [Warn] has them.
func Rules() []string { return []string{"hung-socket", "never-last", "unknown-field"} }

// Fault makes something fail in a session, as a test wants it.
type Fault struct {
	Kind  FaultKind
	Code  string        // of a provider error
	Stall time.Duration // how long messages of the application wait
}

// FaultKind is what a [Fault] does.
type FaultKind string

// The kinds of faults.
const (
	DropSocket    FaultKind = "drop-socket"
	ProviderError FaultKind = "provider-error"
	Stall         FaultKind = "stall"
)

// Token is text that an agent behind a WebSocket sent for the caller, as it arrived.
type Token struct {
	Socket, Cycle int
	Text          string
	Language      string // of the talk cycle
}

// Speaking says that an agent behind a WebSocket begins to speak, or has finished.
type Speaking struct {
	Socket, Cycle int
	On            bool
}

// Interrupted says that the caller cut off an agent behind a WebSocket.
type Interrupted struct {
	Socket, Cycle int
	Heard         string        // what the caller had heard of the talk cycle
	After         time.Duration // since its first word
}

// Agent describes a [Say] of an agent behind a WebSocket: a whole talk cycle.
type Agent struct {
	Socket   int
	Cycle    int           // number in the session, from 1
	Began    time.Duration // time of its first word, since the first call began
	Answer   time.Duration // from the end of the caller's words to its first word; negative if it answers nothing
	Greeting bool          // it is the welcomeGreeting
}

// SocketEnded says how a session with an agent ended.
type SocketEnded struct {
	ID      int
	Kind    SocketKind
	URL     string
	Status  string // ended by the application, completed without it, or failed
	Gone    bool   // the call has ended
	Code    string // of a failure
	Message string
	Handoff *string // data for the action, nil if the application sent none
	Metrics Metrics
}

// Metrics are what was measured in a session. Durations that never came are negative.
type Metrics struct {
	Connect    time.Duration // of the upgrade
	Greeting   time.Duration // from the open WebSocket to the agent's first sound
	Turns      []TurnMetrics
	DeadAir    time.Duration // the longest time in which neither spoke
	OpenCycles int           // talk cycles that were never closed
}

// TurnMetrics are what was measured of one input of the caller and the answer to it. Durations that
// never came are negative; all count from the end of the input, except BargeIn and TalkOver.
type TurnMetrics struct {
	Said       string
	Answer     time.Duration // to the agent's first sound
	FirstToken time.Duration
	LastToken  time.Duration
	BargeIn    time.Duration // from the caller's first word to the agent's last sound
	TalkOver   time.Duration // how long both spoke
}

// IsAction marks OpenSocket as an [Action].
func (OpenSocket) IsAction() {}

// IsAction marks SendSocket as an [Action].
func (SendSocket) IsAction() {}

// IsAction marks CloseSocket as an [Action].
func (CloseSocket) IsAction() {}

// IsAction marks Token as an [Action].
func (Token) IsAction() {}

// IsAction marks Speaking as an [Action].
func (Speaking) IsAction() {}

// IsAction marks Interrupted as an [Action].
func (Interrupted) IsAction() {}

// IsAction marks SocketEnded as an [Action].
func (SocketEnded) IsAction() {}

// IsEvent marks SocketOpened as an [Event].
func (SocketOpened) IsEvent() {}

// IsEvent marks SocketFailed as an [Event].
func (SocketFailed) IsEvent() {}

// IsEvent marks SocketReceived as an [Event].
func (SocketReceived) IsEvent() {}

// IsEvent marks SocketClosed as an [Event].
func (SocketClosed) IsEvent() {}

// IsEvent marks SocketHung as an [Event].
func (SocketHung) IsEvent() {}

// IsEvent marks Fault as an [Event].
func (Fault) IsEvent() {}
