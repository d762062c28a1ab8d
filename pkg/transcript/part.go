// Package transcript renders a call: as parts for programs, and as lines for people. It only reads
// the entries of [voicesim]; it evaluates and performs nothing.
package transcript

import (
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
)

// Kind is the kind of a line in a transcript. The words are part of the contract of `twvoice call
// -o json`.
type Kind string

// The kinds of lines. The first group is about the line of the call, the second about recordings, other
// legs, queues, conferences, streams and messages.
const (
	Say    Kind = "say"
	Play   Kind = "play"
	Pause  Kind = "pause"
	Press  Kind = "press"
	Speak  Kind = "speak"
	Answer Kind = "answer"
	HangUp Kind = "hangup"
	Note   Kind = "note"

	Beep       Kind = "beep"
	Record     Kind = "record"
	Dial       Kind = "dial"
	Queue      Kind = "queue"
	Conference Kind = "conference"
	Stream     Kind = "stream"
	Sms        Kind = "sms"
)

// Part is one entry of a transcript: an [Item], a [Request], a [Socket] or an [Alert].
type Part interface {
	// Name returns the event name of the part in `-o jsonl`.
	Name() string
	// When returns the part's time, in virtual seconds since the call began.
	When() float64
	part()
}

// Item is something that was heard or done on the line. At is in virtual seconds since the call
// began.
type Item struct {
	At       float64 `json:"at"`
	Leg      string  `json:"leg"` // "caller", or another number
	Kind     Kind    `json:"kind"`
	Text     string  `json:"text"`
	Voice    string  `json:"voice,omitempty"`
	Language string  `json:"language,omitempty"`
	URL      string  `json:"url,omitempty"`
	Digits   string  `json:"digits,omitempty"`  // "" if they are secret: Text is "•" then
	To       string  `json:"to,omitempty"`      // dialed address, or recipient of a message
	Result   string  `json:"result,omitempty"`  // of a dial: dialed, connected, completed, busy, no-answer, failed, canceled; of a WebSocket: opened
	Seconds  float64 `json:"seconds,omitempty"` // length
	Loop     int     `json:"loop,omitempty"`    // number of repetitions, if more than one

	Socket     bool    `json:"socket,omitempty"`     // an agent behind a WebSocket says it
	Greeting   bool    `json:"greeting,omitempty"`   // it is the welcomeGreeting of an agent
	AnswerMS   *int64  `json:"answer_ms,omitempty"`  // from the end of the caller's words to the agent's first word
	Interrupts *string `json:"interrupts,omitempty"` // what the agent had said when the caller interrupted it
}

// Request is a request to the application. If an answer redirects, the next request is a separate
// Request.
type Request struct {
	At           float64           `json:"at"`
	Leg          string            `json:"leg"`
	Method       string            `json:"method"`
	URL          string            `json:"url"`
	Params       map[string]string `json:"params"`
	Status       int               `json:"status"` // 0 if there was no answer
	Milliseconds float64           `json:"milliseconds"`
	Purpose      string            `json:"purpose"`
	Note         string            `json:"note,omitempty"` // what the redirect before this request dropped
}

// Alert is an entry that Twilio's debugger would show. Line and Column count from 1; both are 0 if
// the position is unknown.
type Alert struct {
	At      float64 `json:"at"`
	Leg     string  `json:"leg"` // leg with the error
	Code    string  `json:"code"`
	Rule    string  `json:"rule,omitempty"` // name of a problem without a code
	Level   string  `json:"level"`
	Message string  `json:"message"`
	URL     string  `json:"url"`
	Line    int     `json:"line"`
	Column  int     `json:"column"`
	Fix     string  `json:"fix"` // how to fix it, "" if the message explains it
}

func (Item) part()    {}
func (Request) part() {}
func (Alert) part()   {}

// Name returns "transcript".
func (Item) Name() string { return "transcript" }

// Name returns "request".
func (Request) Name() string { return "request" }

// Name returns "alert".
func (Alert) Name() string { return "alert" }

// When returns i.At.
func (i Item) When() float64 { return i.At }

// When returns r.At.
func (r Request) When() float64 { return r.At }

// When returns a.At.
func (a Alert) When() float64 { return a.At }

// Call is a whole call, as `-o json` prints it. Duration is in seconds from answer to end.
type Call struct {
	CallSid    string    `json:"call_sid"`
	From       string    `json:"from"`
	To         string    `json:"to"`
	Status     string    `json:"status"`
	Duration   float64   `json:"duration"`
	EndedBy    string    `json:"ended_by"`
	Transcript []Item    `json:"transcript"`
	Requests   []Request `json:"requests"`
	Sockets    []Socket  `json:"sockets"`
	Alerts     []Alert   `json:"alerts"`
}

// Brief is a call without its parts: who, how it ended, how long.
type Brief struct {
	CallSid  string  `json:"call_sid"`
	From     string  `json:"from"`
	To       string  `json:"to"`
	Status   string  `json:"status"`
	Duration float64 `json:"duration"`
	EndedBy  string  `json:"ended_by"`
}

// Brief returns the call without its parts.
func (c *Call) Brief() Brief {
	return Brief{CallSid: c.CallSid, From: c.From, To: c.To, Status: c.Status, Duration: c.Duration, EndedBy: c.EndedBy}
}

// Add adds a part.
func (c *Call) Add(p Part) {
	switch p := p.(type) {
	case Item:
		c.Transcript = append(c.Transcript, p)
	case Request:
		c.Requests = append(c.Requests, p)
	case Socket:
		c.Sockets = append(c.Sockets, p)
	case Alert:
		c.Alerts = append(c.Alerts, p)
	}
}

// End sets the outcome. A nil list becomes an empty one, so that programs need no
// null check.
func (c *Call) End(r voicesim.Result) {
	c.CallSid, c.From, c.To = r.CallSid, r.From, r.To
	c.Status, c.EndedBy, c.Duration = string(r.Status), string(r.EndedBy), seconds(r.Duration)
	c.Transcript = append([]Item{}, c.Transcript...)
	c.Requests = append([]Request{}, c.Requests...)
	c.Sockets = append([]Socket{}, c.Sockets...)
	c.Alerts = append([]Alert{}, c.Alerts...)
}

// Errors returns the number of alerts at error level.
func (c *Call) Errors() int {
	n := 0
	for _, a := range c.Alerts {
		if a.Level == "error" {
			n++
		}
	}
	return n
}

// seconds returns a duration in seconds with at most three decimals. Duration.Seconds of 8.931 s
// has fifteen.
func seconds(d time.Duration) float64 {
	return float64(d.Round(time.Millisecond).Milliseconds()) / 1000
}
