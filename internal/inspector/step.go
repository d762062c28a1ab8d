package inspector

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/judge"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Call is an entry of the list: a call, a text message, or the requests that belong to neither.
type Call struct {
	Sid      string `json:"sid"`
	Kind     Kind   `json:"kind"`
	From     string `json:"from"`
	To       string `json:"to"`
	At       int64  `json:"at"` // Unix time in milliseconds
	Status   string `json:"status"`
	Ended    bool   `json:"ended"` // as far as is known
	Seen     int64  `json:"seen"`  // time of its last request, like At
	Phone    bool   `json:"phone"` // placed from the page
	Live     bool   `json:"live"`  // placed from the page and not ended
	Requests int    `json:"requests"`
	Problems int    `json:"problems"`
}

// Kind is the kind of a [Call].
type Kind string

// Kinds of calls.
const (
	Voice   Kind = "call"
	Message Kind = "message"
	Other   Kind = "other" // requests without a call
)

// hears is the kind of an item that sums up an answer, for calls that were not simulated.
const hears transcript.Kind = "hears"

// Step is one event of a call. Exactly one of Item, Request and Alert is set.
type Step struct {
	N       int64             `json:"n"` // increases with every step
	Call    string            `json:"call"`
	At      float64           `json:"at"`                // milliseconds since the call began
	Unheard bool              `json:"unheard"`           // the call did not listen for the caller's input
	Audio   bool              `json:"audio"`             // /api/audio has the audio
	Partial bool              `json:"partial,omitempty"` // the agent has not closed its talk cycle: the step will change
	Item    *transcript.Item  `json:"item,omitempty"`    // what was heard or done
	Cycle   *Cycle            `json:"cycle,omitempty"`   // of an Item that an agent behind a WebSocket says
	Request *Asked            `json:"request,omitempty"` // the request to the application
	Alert   *transcript.Alert `json:"alert,omitempty"`   // what Twilio's debugger would show

	sound string           // the URL of the audio
	whole *capture.Request // what /api/requests returns; nil if it was not recorded
}

// Asked is a request as the list of steps shows it.
type Asked struct {
	ID           string      `json:"id"`   // r12; "" if it was not stored
	Seen         bool        `json:"seen"` // details are available
	Method       string      `json:"method"`
	URL          string      `json:"url"`
	Status       int         `json:"status"`
	Milliseconds float64     `json:"milliseconds"`
	Purpose      string      `json:"purpose"`
	Told         bool        `json:"told"` // a callback
	Signed       bool        `json:"signed"`
	Reason       string      `json:"reason"`
	Source       string      `json:"source"`
	ReplayOf     string      `json:"replay_of"`
	Problems     int         `json:"problems"`
	Redirect     *judge.Next `json:"redirect"` // the request that Twilio makes next, or null
}

func asked(r *capture.Request) *Asked {
	return &Asked{
		ID: r.ID, Seen: true, Method: r.Method, URL: r.URL, Status: r.Status, Milliseconds: r.Milliseconds, Purpose: string(r.Purpose),
		Told: r.Purpose.IsNotification(), Signed: r.Signed, Reason: r.Reason, Source: r.Source, ReplayOf: r.ReplayOf, Problems: r.Problems, Redirect: r.Redirect,
	}
}

// stepsOf returns the steps for a request of a call that was not placed from the page: the caller's input, the request,
// what the answer says, and its problems. A replay has only the request.
func stepsOf(r *capture.Request) []*Step {
	request := &Step{Request: asked(r), whole: r}
	if r.ReplayOf != "" { // no caller heard the answer
		return []*Step{request}
	}
	said := map[transcript.Kind]string{transcript.Speak: r.Params.Get("SpeechResult"), transcript.Press: r.Params.Get("Digits")}
	if r.Purpose == judge.Message {
		said[transcript.Sms] = r.Params.Get("Body")
	}
	var all []*Step
	for _, kind := range []transcript.Kind{transcript.Speak, transcript.Press, transcript.Sms} {
		if said[kind] != "" {
			all = append(all, messageStep(kind, said[kind]))
		}
	}
	all = append(all, request)
	if text := r.Hears; text != "" && r.Purpose != judge.Audio {
		all = append(all, messageStep(hears, text))
	}
	for _, a := range r.Alerts {
		all = append(all, &Step{Alert: &transcript.Alert{Code: a.Code, Level: string(a.Level), Message: a.Message, URL: a.URL, Line: a.Line, Column: a.Column, Fix: a.Fix}})
	}
	return all
}

// messageStep returns a step for what a caller did or heard.
func messageStep(kind transcript.Kind, text string) *Step {
	return &Step{Item: &transcript.Item{Leg: event.First, Kind: kind, Text: text}}
}

// stepOf returns the step for a part of a call from the page.
func stepOf(part transcript.Part) *Step {
	r := &Step{At: part.When() * 1000}
	switch p := part.(type) {
	case transcript.Item:
		r.Item = &p
	case transcript.Alert:
		r.Alert = &p
	case transcript.Socket:
		r.Item = &transcript.Item{At: p.When(), Leg: p.Leg, Kind: transcript.Stream, Text: p.Outcome(), Result: "closed"}
		if p.Status != http.StatusSwitchingProtocols { // it was never open
			r.Item.Text = "no answer from " + p.URL
			if p.Status != 0 {
				r.Item.Text = fmt.Sprintf("%s answered %d", p.URL, p.Status)
			}
		}
	case transcript.Request:
		r.Request = &Asked{Method: p.Method, URL: p.URL, Status: p.Status, Milliseconds: p.Milliseconds, Purpose: p.Purpose}
	}
	return r
}

// callOf returns the call that a request belongs to.
func callOf(r *capture.Request) (sid string, kind Kind) {
	if r.CallSid != "" {
		return r.CallSid, Voice
	}
	for _, name := range []string{"MessageSid", "SmsSid"} {
		if sid := r.Params.Get(name); sid != "" {
			return sid, Message
		}
	}
	return string(Other), Other
}

// same reports whether a recorded request is the one that a call from the page sent. A tunnel changes the host, and the
// query of a GET holds its parameters, so neither is compared.
func same(a *Asked, r *capture.Request) bool {
	made, err := url.Parse(a.URL)
	if err != nil {
		return false
	}
	seen, err := url.Parse(r.URL)
	return err == nil && a.Method == r.Method && made.EscapedPath() == seen.EscapedPath()
}

// fill sets the details of a recorded request, with the purpose that lists of requests show. The time stays the one
// reported by the call.
func (r *Step) fill(with *capture.Request) {
	r.Request, r.whole = asked(with), with // a new value, because the old one may still be written to a page
}

// weight estimates the memory of a step, in bytes.
func (r *Step) weight() int {
	if r.whole == nil {
		if r.Item != nil {
			return 500 + len(r.Item.Text)
		}
		return 500
	}
	size := 2000 + len(r.whole.Body) + len(r.whole.Answer)
	for _, values := range r.whole.Params {
		for _, value := range values {
			size += len(value)
		}
	}
	return size
}
