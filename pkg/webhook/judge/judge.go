// Package judge evaluates an application's answer as Twilio does: it finds the document, audio or
// text, the problem that Twilio's debugger would show, the target of a redirect, and the fix. It
// checks an answer once, in Twilio's order: status, encoding, type, size, well-formedness.
//
// It makes no requests: the caller provides the answer. What a document does in a call is simulated
// by package voicesim.
//
// https://www.twilio.com/docs/voice/twiml#twilio-response
package judge

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// Kind is the kind of answer that a request needs.
type Kind int

// The kinds of answers.
const (
	Document Kind = iota // TwiML; audio or text is accepted instead
	Audio                // the audio of a Play
	Nothing              // a notification, whose answer is not used
)

// Answer is the answer of an application. The zero value, no answer at all, is not valid here.
type Answer struct {
	Source string // subject for messages: a URL without a password, "the app"
	Want   Kind

	Method string   // of the request, "" for POST
	URL    *url.URL // of the request, at least its path; nil if it is not known
	Host   string   // host in the request

	Status  int
	Header  http.Header
	Raw     []byte // body as received; the first 64 kB and one byte are enough
	Body    []byte // Raw without its Content-Encoding, if the caller has removed it already
	Chunked bool   // the length was not announced
	Cut     bool   // the body continued beyond 64 kB

	// Credentials is set if the request had a user and a password.
	Credentials bool
	// Hops are the requests that led here, in order; nil if they are not known.
	Hops []client.Hop
}

// Problem is why an answer cannot be used.
type Problem struct {
	Code    string // Twilio's: "11200"
	Message string
	Pos     twiml.Pos // in the document, if the problem lies there
	Fix     string    // how to fix it, "" if the message says everything that is known
}

// Reading is the result. One of Document, Sound, Text, Problem and Redirect is set, or none for
// [Nothing].
type Reading struct {
	Document *twiml.Document
	Sound    string // media type of audio: audio/mpeg
	Text     string // plain text, to be read aloud
	Problem  *Problem
	Redirect *client.Redirect // followed by Twilio

	Body []byte // without its Content-Encoding; nil if that cannot be removed
}

// Read evaluates an answer.
func Read(a Answer) Reading {
	var got Reading
	body, failed := a.Body, error(nil)
	if body == nil {
		body, failed = client.Decode(a.Header, a.Raw)
	}
	got.Body = body
	if to, ok := a.redirect(); ok {
		got.Redirect = &to
		return got
	}
	if a.Status >= http.StatusMultipleChoices {
		got.Problem = a.refused(body)
		return got
	}
	if a.Want == Nothing {
		return got
	}
	if failed != nil {
		got.Problem = &Problem{Code: "11206", Message: a.Source + " " + failed.Error()}
		return got
	}
	got.take(a)
	return got
}

func (a Answer) redirect() (client.Redirect, bool) {
	from := a.URL
	if from == nil {
		from = &url.URL{Path: "/"}
	}
	method := a.Method
	if method == "" {
		method = http.MethodPost
	}
	return client.RedirectOf(from, method, method == http.MethodPost || from.RawQuery != "", a.Status, a.Header)
}

// refused returns the problem for a status, with what the body says about it.
func (a Answer) refused(body []byte) *Problem {
	asked := a.Status == http.StatusUnauthorized && !a.Credentials && strings.Contains(a.Source, "://")
	p := Problem{Code: "11200"}
	if failed := client.StatusFailure(a.Source, statusLine(a.Status), a.Status, asked); failed != nil {
		p.Code, p.Message = failed.Code, failed.Message
	}
	if c, ok := a.cause(body); ok {
		p.Message += ": " + c.Reason
		p.Fix = c.Fix
	}
	return &p
}

func statusLine(status int) string {
	return strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status))
}

func problem(code, format string, args ...any) *Problem {
	return &Problem{Code: code, Message: fmt.Sprintf(format, args...)}
}
