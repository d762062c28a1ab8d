// Package judge says what became of one request to an application: why it was made, what Twilio makes of the answer, what the caller
// hears of it, where a redirect leads, and what fixes what is wrong. Each answer is judged once; the terminal, the database and the
// inspector show the same [Outcome].
//
// What an answer is in itself is for pkg/webhook/judge; this package knows the request that it answers.
package judge

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook/judge"
)

// Facts are a request and its answer.
type Facts struct {
	Method string
	URL    *url.URL // path and query
	Host   string   // that the application was asked as
	Header http.Header
	Params url.Values
	Sound  bool    // it is known to be for audio
	Signed bool    // by Twilio
	From   Purpose // of the request whose answer redirected here, "" for none

	Status   int // 0 for no answer
	Answered http.Header
	Body     []byte // the first 64 kB and a byte
	Cut      bool   // there was more
	Chunked  bool   // its length was not announced

	Source   string // who answered, in a sentence: "the app"
	Refused  bool   // the request was turned away before it came to whoever answers
	Fallback bool   // the number has a URL to ask when this one fails
	// Failure is why there is no answer, or none that came whole and in time, as who asked has noted it; nil for none.
	Failure *judge.Problem
	// Advice is what to do about a refusal whose cause the answer does not show, "" for nothing.
	Advice string
	// Resign says that the application is asked by a name that is not its own, and --resign would change that.
	Resign bool
}

// Outcome is what became of a request.
type Outcome struct {
	Purpose  Purpose
	Document *twiml.Document // nil for none, or none that counts
	Text     string          // the answer as a reader sees it: without its Content-Encoding, in UTF-8; "" for what is no text
	Alerts   []Alert         // what Twilio's debugger would show
	Hears    string          // what the caller hears and does, in a line
	Next     *Next           // where a redirect leads, nil for nowhere
	Ends     bool            // the call is over with this answer, whatever the caller does
}

// Next is the request that Twilio makes when it follows a redirect.
type Next struct {
	Method string `json:"method"`
	URL    string `json:"url"`  // without a password
	Lost   string `json:"lost"` // what is dropped on the way: "POST became GET without its parameters"
}

// String is "GET /login (POST became GET without its parameters)".
func (n Next) String() string {
	text := n.Method + " " + n.URL
	if n.Lost != "" {
		text += " (" + n.Lost + ")"
	}
	return text
}

// Alert is what Twilio's debugger shows of an answer.
type Alert struct {
	Code    string
	Level   alert.Level
	Message string
	Pos     twiml.Pos // in the answer, the zero Pos for all of it
	Fix     string    // what to do about it, "" where the message says it
}

// Of judges.
func Of(f Facts) Outcome {
	o := Outcome{Purpose: f.purpose()}
	o.told(f)
	read := f.read(o.Purpose)
	o.Text = TextOf(f.Answered, read.Body)
	if f.Refused { // not Twilio, and nobody's call
		return o
	}
	if to := read.Redirect; to != nil && f.Failure == nil {
		o.Next = &Next{to.Method, to.URL.Redacted(), to.Lost}
	}
	problem := f.Failure
	if problem == nil && f.Status != http.StatusSwitchingProtocols && o.Purpose != Other {
		problem = read.Problem
	}
	switch {
	case problem != nil:
		o.failed(f, *problem)
	case f.Status == 0 && o.Purpose != Other:
		o.failed(f, judge.Problem{Code: "11200", Message: "no response"})
	case read.Document != nil:
		o.document(read.Document)
	case read.Text != "":
		o.Hears = fmt.Sprintf("%q", read.Text)
	case read.Sound != "" || o.Purpose == Audio:
		o.Hears = "♪"
	}
	return o
}

// read reads the answer, for what it is good for.
func (f Facts) read(p Purpose) judge.Reading {
	want := judge.Document
	switch {
	case p == Audio:
		want = judge.Sound
	case p.Told() || p == Other || over(f.Params):
		want = judge.Nothing
	}
	a := judge.Answer{
		Source: f.Source, Want: want, Method: f.Method, URL: f.URL, Host: f.Host, Status: f.Status, Header: f.Answered, Raw: f.Body, Chunked: f.Chunked, Cut: f.Cut,
		Credentials: true, // what to write into the URL is told by who is asked for it
	}
	if f.Status == 0 {
		return judge.Reading{}
	}
	read := judge.Read(a)
	if read.Problem != nil && read.Problem.Fix == "" {
		read.Problem.Fix = f.Advice
	} else if c, ok := judge.CauseOf(a); ok && c.HostCheck && f.Resign && read.Problem != nil {
		read.Problem.Fix += "; or add --resign"
	}
	return read
}

// told is what Twilio itself says of an earlier answer.
func (o *Outcome) told(f Facts) {
	code := f.Params.Get("ErrorCode")
	if code == "" || code == "0" {
		return
	}
	known, _ := alert.Lookup(code)
	level := known.Level
	if level == "" {
		level = alert.Error
	}
	o.Alerts = append(o.Alerts, Alert{Code: code, Level: level, Message: "Twilio reports: " + known.Title})
}

// failed notes what ends a call, or would if somebody waited for the answer. A callback that is refused is a warning
// (https://www.twilio.com/docs/api/errors/15003).
func (o *Outcome) failed(f Facts, p judge.Problem) {
	a := Alert{Code: p.Code, Level: alert.Error, Message: p.Message, Pos: p.Pos, Fix: p.Fix}
	if o.Purpose.Told() && f.Failure == nil && f.Status >= http.StatusBadRequest {
		a.Code, a.Level = "15003", alert.Warning
	}
	o.Alerts = append(o.Alerts, a)
	switch {
	case !o.Purpose.Call() || over(f.Params):
	case f.Fallback && o.Purpose != Fallback:
		o.Hears = "the fallback URL is requested"
	default:
		o.Hears, o.Ends = fmt.Sprintf("%q", event.Apology), true
	}
}

// document notes what a document says, and what is wrong in it.
func (o *Outcome) document(doc *twiml.Document) {
	kind := lint.Voice
	if o.Purpose == Message {
		kind = lint.Messaging
	}
	o.Document, o.Hears = doc, transcript.Summary(doc)
	o.Ends = o.Purpose.Call() && hangsUp(doc)
	for _, found := range lint.Check(doc, lint.Options{Kind: kind}) {
		if found.Code != "" {
			o.Alerts = append(o.Alerts, Alert{Code: found.Code, Level: found.Level, Message: found.Message, Pos: found.Pos})
		}
	}
}

// hangsUp reports whether a document ends its call at once: it is empty, or begins with <Hangup> or <Reject>. One that speaks first ends
// it some time later, which nobody tells.
func hangsUp(doc *twiml.Document) bool {
	for verb := range doc.Root.Elements() {
		return verb.Name == "Hangup" || verb.Name == "Reject"
	}
	return true
}

// TextOf is an answer without its Content-Encoding as text, in UTF-8; nothing of what is no text.
func TextOf(h http.Header, body []byte) string {
	media, _ := judge.Media(h)
	for _, kind := range []string{"audio/", "video/", "image/", "application/octet-stream"} {
		if strings.HasPrefix(media, kind) {
			return ""
		}
	}
	return judge.Text(h, body)
}
