package inspector

import (
	"net/url"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/judge"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Call is a call as a list shows it; a text message, and everything that belongs to neither.
type Call struct {
	Sid      string `json:"sid"`
	Kind     Kind   `json:"kind"`
	From     string `json:"from"`
	To       string `json:"to"`
	At       int64  `json:"at"` // milliseconds on the clock on the wall
	Status   string `json:"status"`
	Ended    bool   `json:"ended"` // as far as is known
	Seen     int64  `json:"seen"`  // when its last request came, as At
	Phone    bool   `json:"phone"` // it was made from the page
	Live     bool   `json:"live"`  // from the page, and not over
	Requests int    `json:"requests"`
	Problems int    `json:"problems"`
}

// Kind is what a Call is.
type Kind string

// The kinds of Calls.
const (
	Voice   Kind = "call"
	Message Kind = "message"
	Other   Kind = "other" // requests without a call
)

// hears is an item of a call that nobody simulated: what an answer says as a whole.
const hears transcript.Kind = "hears"

// Step is one thing in a call: exactly one of its last three is there.
type Step struct {
	N       int64             `json:"n"` // grows with every rung
	Call    string            `json:"call"`
	At      float64           `json:"at"`                // milliseconds since the call began
	Unheard bool              `json:"unheard"`           // nothing listened for what the caller did
	Audio   bool              `json:"audio"`             // it has a sound, which /api/audio gives
	Item    *transcript.Item  `json:"item,omitempty"`    // what was heard or done
	Request *Asked            `json:"request,omitempty"` // what the application was asked
	Alert   *transcript.Alert `json:"alert,omitempty"`   // what Twilio's debugger would show

	sound string           // the URL of the sound
	whole *capture.Request // what /api/requests gives, nil where it was not seen
}

// Asked is a request as a ladder shows it.
type Asked struct {
	ID           string      `json:"id"`   // r12, "" where it was not kept
	Seen         bool        `json:"seen"` // there is more to show of it
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
	Redirect     *judge.Next `json:"redirect"` // the request that Twilio makes next, null for none
}

func asked(r *capture.Request) *Asked {
	return &Asked{
		ID: r.ID, Seen: true, Method: r.Method, URL: r.URL, Status: r.Status, Milliseconds: r.Milliseconds, Purpose: string(r.Purpose),
		Told: r.Purpose.Told(), Signed: r.Signed, Reason: r.Reason, Source: r.Source, ReplayOf: r.ReplayOf, Problems: r.Problems, Redirect: r.Redirect,
	}
}

// stepsOf are a request of a call that came from elsewhere: what the caller had done, the request, what its answer says, and what is
// wrong with it. A replay is a request and nothing else.
func stepsOf(r *capture.Request) []*Step {
	request := &Step{Request: asked(r), whole: r}
	if r.ReplayOf != "" { // nobody has heard it
		return []*Step{request}
	}
	said := map[transcript.Kind]string{transcript.Speak: r.Params.Get("SpeechResult"), transcript.Press: r.Params.Get("Digits")}
	if r.Purpose == judge.Message {
		said[transcript.Sms] = r.Params.Get("Body")
	}
	var all []*Step
	for _, kind := range []transcript.Kind{transcript.Speak, transcript.Press, transcript.Sms} {
		if said[kind] != "" {
			all = append(all, heard(kind, said[kind]))
		}
	}
	all = append(all, request)
	if text := r.Hears; text != "" && r.Purpose != judge.Audio {
		all = append(all, heard(hears, text))
	}
	for _, a := range r.Alerts {
		all = append(all, &Step{Alert: &transcript.Alert{Code: a.Code, Level: string(a.Level), Message: a.Message, URL: a.URL, Line: a.Line, Column: a.Column, Fix: a.Fix}})
	}
	return all
}

// heard is a rung of what a caller did, or heard.
func heard(kind transcript.Kind, text string) *Step {
	return &Step{Item: &transcript.Item{Leg: event.First, Kind: kind, Text: text}}
}

// rungOf is a part of a call that was made from the page.
func rungOf(part transcript.Part) *Step {
	r := &Step{At: part.When() * 1000}
	switch p := part.(type) {
	case transcript.Item:
		r.Item = &p
	case transcript.Alert:
		r.Alert = &p
	case transcript.Request:
		r.Request = &Asked{Method: p.Method, URL: p.URL, Status: p.Status, Milliseconds: p.Milliseconds, Purpose: p.Purpose}
	}
	return r
}

// belongs says which Call a request is of.
func belongs(r *capture.Request) (sid string, kind Kind) {
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

// same reports whether a request that was seen is the one that a call from the page has made. The names of the hosts differ where
// there is a tunnel, and so do the queries of a GET, which hold the parameters.
func same(a *Asked, r *capture.Request) bool {
	made, err := url.Parse(a.URL)
	if err != nil {
		return false
	}
	seen, err := url.Parse(r.URL)
	return err == nil && a.Method == r.Method && made.EscapedPath() == seen.EscapedPath()
}

// fill gives a rung of a call from the page what was seen of its request, under the purpose that lists of requests show too. When it was
// made, the call knows better.
func (r *Step) fill(with *capture.Request) {
	r.Request, r.whole = asked(with), with // the old one may be on its way to a page
}

// weight is what a rung takes of the memory, roughly.
func (r *Step) weight() int {
	if r.whole == nil {
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
