// Package socketlog follows the WebSockets of calls that pass through a server: it finds the problems of the
// application's messages, and returns what to show and to store.
//
// A [Log] does no I/O, reads no clock and starts no goroutine. It never changes what passes. It follows sockets of
// ConversationRelay message by message; of media streams it counts the frames of sound.
package socketlog

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/twvoice/twvoice/internal/frames"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// The two ends of a WebSocket, as in [transcript.SocketMessage].
const (
	App    = "app"
	Twilio = "twilio"
)

// Limits of what is stored of a WebSocket. What follows is still shown, and counted.
const (
	MaxMessages = 2000
	MaxBytes    = 1 << 20
	maxAlerts   = 100
	maxSaid     = 16 << 10 // bytes of a talk cycle
	maxEarly    = 16       // messages before the one that shows what kind of socket it is
)

// Opening is what is known of a WebSocket before its first message.
type Opening struct {
	ID   string // unique in this run of the server
	At   time.Time
	Took time.Duration // of the upgrade
	URL  string        // as Twilio knows it, without secrets
	// Hide returns a message without secrets; it is called for each message in turn. HideText does the same for
	// any text. Both may be nil.
	Hide     func(from string, message []byte) []byte
	HideText func(string) string
	// Card returns how many of the caller's last keys are a card number, when the message that was hidden last has
	// completed one, or else 0. It may be nil.
	Card func() int
}

// State is what an [Event] is about. The words are a stable interface.
type State string

// The states. Sockets that carry no call of Twilio's have no events.
const (
	Opened  State = "opened" // when its first message has come
	Message State = "message"
	Closed  State = "closed"
)

// Socket says which WebSocket an event is about. The JSON keys are a stable interface.
type Socket struct {
	ID         string `json:"socket"`
	Kind       string `json:"kind"` // conversation_relay or stream
	URL        string `json:"url"`
	CallSid    string `json:"call_sid"`
	AccountSid string `json:"account_sid"`
	From       string `json:"from"`
	To         string `json:"to"`
}

// Event is something that happened on a WebSocket.
type Event struct {
	State State
	At    time.Time
	Socket
	Sender  string          // of a message: app or twilio
	Message json.RawMessage // of a message, without secrets
	// Parts are what the event means to a reader. Their times are seconds since the WebSocket was opened.
	Parts []transcript.Part
	// Cycle is the talk cycle that the event has changed and not closed, or nil.
	Cycle *Cycle
	// Record is all of the WebSocket, when it has been closed.
	Record *Record
}

// Cycle is what an agent says until it closes its talk cycle or is interrupted. The whole of it is a part of the event
// then.
type Cycle struct {
	Text string // until now
}

// Record is all of a WebSocket, as it is stored.
type Record struct {
	Socket
	Began   time.Time          `json:"began"`
	Whole   transcript.Socket  `json:"whole"` // times in seconds since Began
	Ended   float64            `json:"ended"`
	Outcome string             `json:"outcome"`
	Items   []transcript.Item  `json:"items"`
	Alerts  []transcript.Alert `json:"alerts"`
	Media   map[string]int     `json:"media"` // frames of sound that are not in the messages, by app and twilio
	Cut     int                `json:"cut"`   // further messages, which are not stored
	Lost    int                `json:"lost"`  // messages that passed while too many others waited to be read
	Session string             `json:"session"`
	Local   bool               `json:"local"`
}

// Problems returns the number of alerts at error level.
func (r *Record) Problems() int {
	n := 0
	for _, a := range r.Alerts {
		if a.Level == "error" {
			n++
		}
	}
	return n
}

// Log follows one WebSocket. Make one with [New]. It is not safe for concurrent use.
type Log struct {
	o      Opening
	r      Record
	bytes  int
	newest int     // index of the stored message, or -1
	early  []early // until the kind is known
	parts  []transcript.Part
	relay  relay
	end    ending
}

type early struct {
	at   time.Time
	from string
	m    frames.Message
}

// New returns the log of a WebSocket that has just been opened.
func New(o Opening) *Log {
	if o.Hide == nil {
		o.Hide = func(_ string, message []byte) []byte { return message }
	}
	if o.HideText == nil {
		o.HideText = func(s string) string { return s }
	}
	if o.Card == nil {
		o.Card = func() int { return 0 }
	}
	took := o.Took.Round(time.Millisecond).Milliseconds()
	return &Log{o: o, r: Record{
		Socket: Socket{ID: o.ID, URL: o.URL}, Began: o.At, Media: map[string]int{},
		Whole: transcript.Socket{
			Leg: event.First, URL: o.URL, Status: 101, Messages: []transcript.SocketMessage{},
			Metrics: transcript.Metrics{ConnectMS: &took, Turns: []transcript.TurnMetrics{}},
		},
	}}
}

// Receive takes a message that has passed.
func (l *Log) Receive(at time.Time, from string, m frames.Message) []Event {
	switch m.Kind {
	case frames.Close:
		code, reason := m.Closing()
		l.end.close(at, from, code, l.o.HideText(reason))
		return nil
	case frames.Text, frames.Binary:
	default:
		return nil
	}
	if l.r.Kind != "" {
		return l.message(nil, at, from, m)
	}
	if len(l.early) < maxEarly {
		l.early = append(l.early, early{at, from, m})
	}
	if from != Twilio || !l.recognize(m.Data) {
		return nil
	}
	all := l.opened(at)
	for _, e := range l.early {
		all = l.message(all, e.at, e.from, e.m)
	}
	l.early = nil
	return all
}

// recognize reads the first message of Twilio's, which says whose call it is.
func (l *Log) recognize(data []byte) bool {
	var first struct {
		Type, CallSid, AccountSid, From, To string
		Event                               string
		Start                               struct{ CallSid, AccountSid string }
	}
	if json.Unmarshal(data, &first) != nil {
		return false
	}
	switch {
	case first.Type == "setup":
		l.r.Kind, l.r.CallSid, l.r.AccountSid, l.r.From, l.r.To = string(event.RelaySocket), first.CallSid, first.AccountSid, first.From, first.To
	case first.Event == "start":
		l.r.Kind, l.r.CallSid, l.r.AccountSid = streamKind, first.Start.CallSid, first.Start.AccountSid
	default:
		return false
	}
	l.r.Whole.Kind = l.r.Kind
	return true
}

func (l *Log) opened(at time.Time) []Event {
	text := fmt.Sprintf("%s %s → 101 in %d ms", l.name(), l.o.URL, *l.r.Whole.Metrics.ConnectMS)
	l.item(l.o.At, transcript.Item{Kind: transcript.Stream, URL: l.o.URL, Result: "opened", Text: text})
	return []Event{l.event(Opened, at)}
}

func (l *Log) name() string {
	if l.r.Kind == streamKind {
		return "Stream"
	}
	return "ConversationRelay"
}

// message adds the event of a text or binary message.
func (l *Log) message(all []Event, at time.Time, from string, m frames.Message) []Event {
	if l.r.Kind == streamKind && isMedia(m.Data) {
		l.r.Media[from]++
		return all
	}
	shown := l.o.Hide(from, m.Data)
	switch {
	case m.Cut():
		shown, _ = json.Marshal(fmt.Sprintf("(%d bytes)", m.Size)) // a string has a JSON form
	case !json.Valid(shown):
		shown, _ = json.Marshal(string(shown))
	}
	l.keep(at, from, shown)
	var cycle *Cycle
	switch {
	case l.r.Kind == streamKind || m.Cut():
	case from == App:
		cycle = l.fromApp(at, m, shown)
	default:
		l.fromTwilio(at, shown)
	}
	e := l.event(Message, at)
	e.Sender, e.Message, e.Cycle = from, shown, cycle
	l.hideKeys(&e)
	return append(all, e)
}

// keep stores a message, within the limits.
func (l *Log) keep(at time.Time, from string, shown []byte) {
	if len(l.r.Whole.Messages) >= MaxMessages || l.bytes+len(shown) > MaxBytes {
		l.r.Cut++
		l.newest = -1
		return
	}
	l.bytes += len(shown)
	l.r.Whole.Messages = append(l.r.Whole.Messages, transcript.SocketMessage{At: l.since(at), From: from, Message: shown})
	l.newest = len(l.r.Whole.Messages) - 1
}

// event returns an event with the parts that were collected for it.
func (l *Log) event(state State, at time.Time) Event {
	e := Event{State: state, At: at, Socket: l.r.Socket, Parts: l.parts}
	l.parts = nil
	return e
}

// item adds something that was said or done.
func (l *Log) item(at time.Time, item transcript.Item) {
	item.At, item.Leg = l.since(at), event.First
	l.parts = append(l.parts, item)
	if len(l.r.Items) < MaxMessages {
		l.r.Items = append(l.r.Items, item)
	}
}

// alert adds a problem of the application.
func (l *Log) alert(at time.Time, a transcript.Alert) {
	a.At, a.Leg, a.Message = l.since(at), event.First, l.o.HideText(a.Message)
	l.parts = append(l.parts, a)
	if len(l.r.Alerts) < maxAlerts {
		l.r.Alerts = append(l.r.Alerts, a)
	}
}

// since returns seconds since the WebSocket was opened, to the millisecond.
func (l *Log) since(at time.Time) float64 {
	return float64(at.Sub(l.o.At).Round(time.Millisecond).Milliseconds()) / 1000
}

// streamKind is the kind of a media stream.
const streamKind = "stream"

// isMedia reports whether a message is a frame of sound.
func isMedia(data []byte) bool {
	var m struct{ Event string }
	return json.Unmarshal(data, &m) == nil && m.Event == "media"
}
