// Package transcript is a call rendered: as parts that programs read, and as lines that people read.
// It only reads what [voicesim] tells; it judges nothing and performs nothing.
package transcript

import (
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
)

// Kind says what a line of a transcript is about; the words are part of the contract of `twvoice call -o json`.
type Kind string

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

// Part is one thing in a transcript: an [Item], a [Request] or an [Alert], and nothing else.
type Part interface {
	// Name is what an event of this part is called in `-o jsonl`.
	Name() string
	// When is the part's time, in virtual seconds since the call began.
	When() float64
	part()
}

// Item is something that was heard or done on the line. At counts virtual seconds since the call began.
type Item struct {
	At       float64 `json:"at"`
	Leg      string  `json:"leg"` // "caller", or the number of somebody else
	Kind     Kind    `json:"kind"`
	Text     string  `json:"text"`
	Voice    string  `json:"voice,omitempty"`
	Language string  `json:"language,omitempty"`
	URL      string  `json:"url,omitempty"`
	Digits   string  `json:"digits,omitempty"`  // none where they are secret: Text is "•" then
	To       string  `json:"to,omitempty"`      // who is dialled, or gets a message
	Result   string  `json:"result,omitempty"`  // of a dial: dialed, connected, completed, busy, no-answer, failed, canceled
	Seconds  float64 `json:"seconds,omitempty"` // how long it lasts
	Loop     int     `json:"loop,omitempty"`    // how often, where that is more than once
}

// Request is a request to the application. Where an answer redirects, the next one is a request of its own.
type Request struct {
	At           float64           `json:"at"`
	Leg          string            `json:"leg"`
	Method       string            `json:"method"`
	URL          string            `json:"url"`
	Params       map[string]string `json:"params"`
	Status       int               `json:"status"` // 0 where there was no answer
	Milliseconds float64           `json:"milliseconds"`
	Purpose      string            `json:"purpose"`
	Note         string            `json:"note,omitempty"` // what the redirect that led here dropped
}

// Alert is what Twilio's debugger would show. Line and Column count from 1; both are 0 where there is no place.
type Alert struct {
	At      float64 `json:"at"`
	Leg     string  `json:"leg"` // whose error it is
	Code    string  `json:"code"`
	Level   string  `json:"level"`
	Message string  `json:"message"`
	URL     string  `json:"url"`
	Line    int     `json:"line"`
	Column  int     `json:"column"`
	Fix     string  `json:"fix"` // what to do about it, "" where the message says it
}

func (Item) part()    {}
func (Request) part() {}
func (Alert) part()   {}

func (Item) Name() string    { return "transcript" }
func (Request) Name() string { return "request" }
func (Alert) Name() string   { return "alert" }

func (i Item) When() float64    { return i.At }
func (r Request) When() float64 { return r.At }
func (a Alert) When() float64   { return a.At }

// Call is a whole call, as `-o json` prints it. Duration counts seconds from answer to end.
type Call struct {
	CallSid    string    `json:"call_sid"`
	From       string    `json:"from"`
	To         string    `json:"to"`
	Status     string    `json:"status"`
	Duration   float64   `json:"duration"`
	EndedBy    string    `json:"ended_by"`
	Transcript []Item    `json:"transcript"`
	Requests   []Request `json:"requests"`
	Alerts     []Alert   `json:"alerts"`
}

// Brief is the call without its parts: who, how it ended, how long.
type Brief struct {
	CallSid  string  `json:"call_sid"`
	From     string  `json:"from"`
	To       string  `json:"to"`
	Status   string  `json:"status"`
	Duration float64 `json:"duration"`
	EndedBy  string  `json:"ended_by"`
}

// Brief is the call without its parts.
func (c *Call) Brief() Brief {
	return Brief{CallSid: c.CallSid, From: c.From, To: c.To, Status: c.Status, Duration: c.Duration, EndedBy: c.EndedBy}
}

// Add takes a part in.
func (c *Call) Add(p Part) {
	switch p := p.(type) {
	case Item:
		c.Transcript = append(c.Transcript, p)
	case Request:
		c.Requests = append(c.Requests, p)
	case Alert:
		c.Alerts = append(c.Alerts, p)
	}
}

// End takes the outcome in. Lists that stayed empty become empty lists, so that programs need no null check.
func (c *Call) End(r voicesim.Result) {
	c.CallSid, c.From, c.To = r.CallSid, r.From, r.To
	c.Status, c.EndedBy, c.Duration = string(r.Status), string(r.EndedBy), seconds(r.Duration)
	c.Transcript = append([]Item{}, c.Transcript...)
	c.Requests = append([]Request{}, c.Requests...)
	c.Alerts = append([]Alert{}, c.Alerts...)
}

// Errors counts the alerts that would be errors in Twilio's debugger.
func (c *Call) Errors() int {
	n := 0
	for _, a := range c.Alerts {
		if a.Level == "error" {
			n++
		}
	}
	return n
}

// seconds has three decimals at most: what Duration.Seconds says of 8.931 s has fifteen.
func seconds(d time.Duration) float64 {
	return float64(d.Round(time.Millisecond).Milliseconds()) / 1000
}
