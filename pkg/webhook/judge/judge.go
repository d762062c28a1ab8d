// Package judge says what Twilio makes of an application's answer: the document, the audio or the text that it is, the problem that
// Twilio's debugger would show, where a redirect leads, and what mends it. It reads an answer once, in the order in which Twilio does:
// status, encoding, type, size, well-formedness.
//
// It asks nobody: who has the answer brings it. What a document does in a call is package voicesim's to say.
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

// Want is what an answer is good for.
type Want int

// What answers are good for.
const (
	Document Want = iota // TwiML; audio or text in its place
	Sound                // the audio of a Play
	Nothing              // the application is only told
)

// Answer is what an application answered. The zero value is no answer at all, which is not for this package.
type Answer struct {
	Source string // who answered, in a sentence: a URL without a password, "the app"
	Want   Want

	Method string   // of the request, "" for POST
	URL    *url.URL // that was asked, at least its path; nil where that is not known
	Host   string   // that the application was asked as

	Status  int
	Header  http.Header
	Raw     []byte // the body as it came; the first 64 kB and a byte are enough
	Body    []byte // the same without its Content-Encoding, where somebody has undone that already
	Chunked bool   // its length was not announced
	Cut     bool   // there was more of it, beyond 64 kB

	// Credentials says that the request had a user and a password.
	Credentials bool
	// Hops are the requests that led here, the first one first; nil where that is not known.
	Hops []client.Hop
}

// Problem is why an answer cannot be used.
type Problem struct {
	Code    string // Twilio's: "11200"
	Message string
	Pos     twiml.Pos // in the document, if the problem lies there
	Fix     string    // what to do about it, "" where nothing more is known than the message says
}

// Reading is what an answer is. Of Document, Sound, Text, Problem and Redirect one is set, none where nothing was wanted.
type Reading struct {
	Document *twiml.Document
	Sound    string // the type of audio: audio/mpeg
	Text     string // plain text, to be read aloud
	Problem  *Problem
	Redirect *client.Redirect // that Twilio follows

	Body []byte // without its Content-Encoding; nil where that cannot be undone
}

// Read reads an answer.
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

// refused is the problem of a status, with what the body says about it.
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
