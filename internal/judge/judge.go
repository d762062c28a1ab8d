// Package judge evaluates one request to an application: why it was made, how Twilio treats the answer, what the caller
// hears, where a redirect leads, and how to fix problems. Each answer is evaluated once; the terminal, the database and
// the inspector show the same [Outcome].
//
// pkg/webhook/judge evaluates the answer alone; this package combines it with the request.
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
	Host   string   // the application's host
	Header http.Header
	Params url.Values
	Sound  bool    // known to be for audio
	Signed bool    // by Twilio
	From   Purpose // of the request whose answer redirected here, or ""

	Status   int // 0 without an answer
	Answered http.Header
	Body     []byte // the first 64 kB and one byte
	Cut      bool   // there was more
	Chunked  bool   // its length was not announced

	Source   string // what answered, for a sentence: "the app"
	Refused  bool   // rejected before it reached the application
	Fallback bool   // the number has a fallback URL
	// Failure is why there is no complete answer in time, as reported by the client; may be nil.
	Failure *judge.Problem
	// Advice is what to do about a rejection whose cause the answer does not show, or "".
	Advice string
	// Resign means that the application was called by a host that is not its own, which --resign would change.
	Resign bool
}

// Outcome is the result of a request.
type Outcome struct {
	Purpose  Purpose
	Document *twiml.Document // nil if it is missing or Twilio does not use it
	Text     string          // the answer without Content-Encoding, in UTF-8; "" if it is not text
	Alerts   []Alert         // what Twilio's debugger would show
	Hears    string          // what the caller hears and does, in one line
	Next     *Next           // where a redirect leads, or nil
	Ends     bool            // the call ends with this answer, whatever the caller does
}

// Next is the request that Twilio makes for a redirect.
type Next struct {
	Method string `json:"method"`
	URL    string `json:"url"`  // without a password
	Lost   string `json:"lost"` // what is dropped: "POST became GET without its parameters"
}

// String returns "GET /login (POST became GET without its parameters)".
func (n Next) String() string {
	text := n.Method + " " + n.URL
	if n.Lost != "" {
		text += " (" + n.Lost + ")"
	}
	return text
}

// Alert is what Twilio's debugger shows about an answer.
type Alert struct {
	Code    string
	Level   alert.Level
	Message string
	Pos     twiml.Pos // in the answer; the zero Pos means all of it
	Fix     string    // what to do, or "" if the message says it
}

// Judge evaluates a request.
func Judge(f Facts) Outcome {
	o := Outcome{Purpose: f.purpose()}
	o.addReported(f)
	read := f.read(o.Purpose)
	o.Text = TextOf(f.Answered, read.Body)
	if f.Refused { // not from Twilio, so it belongs to no call
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

// read evaluates the answer for the purpose.
func (f Facts) read(p Purpose) judge.Reading {
	want := judge.Document
	switch {
	case p == Audio:
		want = judge.Audio
	case p.IsNotification() || p == Other || callEnded(f.Params):
		want = judge.Nothing
	}
	a := judge.Answer{
		Source: f.Source, Want: want, Method: f.Method, URL: f.URL, Host: f.Host, Status: f.Status, Header: f.Answered, Raw: f.Body, Chunked: f.Chunked, Cut: f.Cut,
		Credentials: true, // a hint about credentials in the URL comes from the client
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

// addReported sets what Twilio itself reports about an earlier answer.
func (o *Outcome) addReported(f Facts) {
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

// failed adds a problem that ends the call, or that would end it if the answer mattered. A rejected callback is a
// warning (https://www.twilio.com/docs/api/errors/15003).
func (o *Outcome) failed(f Facts, p judge.Problem) {
	a := Alert{Code: p.Code, Level: alert.Error, Message: p.Message, Pos: p.Pos, Fix: p.Fix}
	if o.Purpose.IsNotification() && f.Failure == nil && f.Status >= http.StatusBadRequest {
		a.Code, a.Level = "15003", alert.Warning
	}
	o.Alerts = append(o.Alerts, a)
	switch {
	case !o.Purpose.Call() || callEnded(f.Params):
	case f.Fallback && o.Purpose != Fallback:
		o.Hears = "the fallback URL is requested"
	default:
		o.Hears, o.Ends = fmt.Sprintf("%q", event.Apology), true
	}
}

// document adds the content of a document and its problems.
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

// hangsUp reports whether a document ends its call immediately: it is empty, or begins with <Hangup> or <Reject>. The
// end of a document that speaks first comes later, at an unknown time.
func hangsUp(doc *twiml.Document) bool {
	for verb := range doc.Root.Elements() {
		return verb.Name == "Hangup" || verb.Name == "Reject"
	}
	return true
}

// TextOf returns an answer as text in UTF-8, without its Content-Encoding, or "" if it is not text.
func TextOf(h http.Header, body []byte) string {
	media, _ := judge.Media(h)
	for _, kind := range []string{"audio/", "video/", "image/", "application/octet-stream"} {
		if strings.HasPrefix(media, kind) {
			return ""
		}
	}
	return judge.Text(h, body)
}
