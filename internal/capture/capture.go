// Package capture keeps what a server was asked and what it answered, in the embedded database: requests, their answers, the
// verdicts on their signatures, and what Twilio's debugger would have said. A [Keeper] writes, off the way of the requests; an
// [Archive] reads, and a [Replayer] asks again.
//
// It refuses to delay or to fail an answer: what cannot be kept is counted and told. It refuses to write secrets: passwords,
// tokens, cookies and what callers type where they pay or prove who they are are replaced by [Redacted] before they reach the
// database, see redact.go.
package capture

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/internal/judge"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/alert"
)

// What is kept: of each body and answer [exchange.KeptBody], and of requests those that are within all three of these.
const (
	MaxAge      = 7 * 24 * time.Hour
	MaxRequests = 10_000
	MaxBytes    = 50 << 20
)

// Head is a request as a list shows it. The keys are part of the contract.
type Head struct {
	ID           string        `json:"id"` // r12
	At           time.Time     `json:"at"`
	CallSid      string        `json:"call_sid"`
	AccountSid   string        `json:"account_sid"`
	From         string        `json:"from"`
	To           string        `json:"to"`
	CallStatus   string        `json:"call_status"`
	Purpose      judge.Purpose `json:"purpose"`
	Method       string        `json:"method"`
	URL          string        `json:"url"` // as Twilio was given it
	Status       int           `json:"status"`
	Milliseconds float64       `json:"milliseconds"`
	Signed       bool          `json:"signed"`
	Reason       string        `json:"reason"` // why it is not
	Source       string        `json:"source"` // what answered: a file
	Problems     int           `json:"problems"`
	ReplayOf     string        `json:"replay_of"` // the request that this one repeats, "" for none
	Session      string        `json:"session"`   // of the serve that kept it
	Local        bool          `json:"local"`
	Ends         bool          `json:"ends"` // the call is over with this answer
	// Redirect is the request that the answer sends Twilio on to, nil for none.
	Redirect *judge.Next `json:"redirect"`
}

// Request is a request whole.
type Request struct {
	Head
	Rest
}

// Rest is what a list does not show.
type Rest struct {
	Params   url.Values  `json:"params"`
	Headers  http.Header `json:"headers"`
	Body     string      `json:"body"` // of what is no form; that is in Params
	BodyCut  bool        `json:"body_cut"`
	Answered http.Header `json:"answer_headers"`
	// Answer is text, without its Content-Encoding and in UTF-8; of audio and the like nothing is kept.
	Answer string `json:"answer"`
	// Sent is the answer as it was sent where that is something else than Answer, nil where it is not, or where it holds a secret.
	Sent      []byte   `json:"answer_sent"`
	Hears     string   `json:"hears"` // what the caller hears and does, in a line
	AnswerCut bool     `json:"answer_cut"`
	Redacted  []string `json:"redacted"` // the parameters that are not told
	Alerts    []Alert  `json:"alerts"`
}

// Alert is what Twilio's debugger shows of an answer, or would have shown.
type Alert struct {
	Code    string      `json:"code"`
	Level   alert.Level `json:"level"`
	Message string      `json:"message"`
	URL     string      `json:"url"`
	Line    int         `json:"line"`   // of the answer, 0 for all of it
	Column  int         `json:"column"` // from 1
	Fix     string      `json:"fix"`    // what to do about it, "" where the message says it
}

func logOf(on store.Handle) store.Log[Head, Rest] { return store.LogIn[Head, Rest](on, "request") }

// ID is how people name a request: short, and never given to another one.
func ID(seq int64) string { return fmt.Sprintf("r%d", seq) }

// parseID reads what [ID] writes, with or without the letter.
func parseID(id string) (int64, bool) {
	seq, err := strconv.ParseInt(strings.TrimPrefix(strings.ToLower(id), "r"), 10, 64)
	return seq, err == nil && seq > 0
}

// newRequest makes a request of an exchange. Nothing is hidden yet.
func newRequest(e httplog.Record, s Session) Request {
	r := Request{
		Head: Head{
			At: e.At.UTC().Truncate(time.Millisecond), CallSid: e.CallSid(), AccountSid: e.Param("AccountSid"), From: e.Param("From"), To: e.Param("To"),
			CallStatus: e.Form.Get("CallStatus"), Purpose: e.Outcome.Purpose, Method: e.Method, URL: publicURL(e, s), Redirect: e.Outcome.Next, Ends: e.Outcome.Ends,
			Status: e.Status, Milliseconds: float64(e.Took.Microseconds()) / 1000, Signed: e.Notes.Verified && e.Notes.Verdict.Valid,
			Source: e.Notes.Source, ReplayOf: e.Header.Get(replayHeader), Session: s.ID, Local: s.Local,
		},
		Rest: Rest{Params: e.Form, Headers: e.Header, BodyCut: e.Cut, Answered: e.Answered, AnswerCut: e.AnswerCut, Answer: e.Outcome.Text, Hears: e.Outcome.Hears},
	}
	switch {
	case e.Notes.Refusal != "":
		r.Reason = e.Notes.Refusal
	case e.Notes.Verified && !e.Notes.Verdict.Valid:
		r.Reason = e.Notes.Verdict.String()
	}
	if e.Form == nil {
		r.Body = judge.TextOf(e.Header, e.Body)
	}
	if r.Answer != "" && r.Answer != string(e.Answer) {
		r.Sent = e.Answer
	}
	r.Alerts = alertsOf(e.Outcome, r.URL)
	for _, a := range r.Alerts {
		if a.Level == alert.Error {
			r.Problems++
		}
	}
	return r
}

// publicURL is what Twilio was given, as far as it is known: the spelling that was signed, or else the public URL as it was then.
func publicURL(e httplog.Record, s Session) string {
	if e.Notes.Verdict.Valid && e.Notes.Verdict.URL != "" {
		return e.Notes.Verdict.URL
	}
	return strings.TrimSuffix(s.PublicURL, "/") + e.URL.RequestURI()
}
