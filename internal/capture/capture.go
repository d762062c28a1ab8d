// Package capture stores the requests that a server received, its answers, the results of signature checks, and the
// alerts of Twilio's debugger in the embedded database. A [Keeper] writes in the background, an [Archive] reads, and a
// [Replayer] sends requests again.
//
// It never delays an answer or makes one fail; requests that cannot be stored are counted and reported. It never writes
// secrets: passwords, tokens, cookies and the caller's input during payments and identity checks are replaced by
// [Redacted] first, see redact.go.
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

// Limits of the archive. Bodies and answers are stored up to [exchange.KeptBody] bytes each; requests are stored until
// one of these limits is reached.
const (
	MaxAge      = 7 * 24 * time.Hour
	MaxRequests = 10_000
	MaxBytes    = 50 << 20
)

// Head is a request as a list shows it. The JSON keys are a stable interface.
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
	URL          string        `json:"url"` // as Twilio knows it
	Status       int           `json:"status"`
	Milliseconds float64       `json:"milliseconds"`
	Signed       bool          `json:"signed"`
	Reason       string        `json:"reason"` // why the signature is not valid
	Source       string        `json:"source"` // the file that answered
	Problems     int           `json:"problems"`
	ReplayOf     string        `json:"replay_of"` // the replayed request, or ""
	Session      string        `json:"session"`   // the serve that stored it
	Local        bool          `json:"local"`
	Ends         bool          `json:"ends"` // the call ends with this answer
	// Redirect is the request that the answer redirects Twilio to, or nil.
	Redirect *judge.Next `json:"redirect"`
}

// Request is a complete request.
type Request struct {
	Head
	Rest
}

// Rest is the part of a request that a list does not show.
type Rest struct {
	Params   url.Values  `json:"params"`
	Headers  http.Header `json:"headers"`
	Body     string      `json:"body"` // set only if it is not a form, which is in Params
	BodyCut  bool        `json:"body_cut"`
	Answered http.Header `json:"answer_headers"`
	// Answer is text, without Content-Encoding and in UTF-8. Binary answers, such as audio, are not stored.
	Answer string `json:"answer"`
	// Sent is the answer as it was sent. It is nil if that equals Answer, or if it holds a secret.
	Sent      []byte   `json:"answer_sent"`
	Hears     string   `json:"hears"` // what the caller hears and does, in one line
	AnswerCut bool     `json:"answer_cut"`
	Redacted  []string `json:"redacted"` // parameters that were redacted
	Alerts    []Alert  `json:"alerts"`
}

// Alert is what Twilio's debugger reports, or would report, about an answer.
type Alert struct {
	Code    string      `json:"code"`
	Level   alert.Level `json:"level"`
	Message string      `json:"message"`
	URL     string      `json:"url"`
	Line    int         `json:"line"`   // in the answer; 0 means all of it
	Column  int         `json:"column"` // from 1
	Fix     string      `json:"fix"`    // what to do, or "" if the message says it
}

func logOf(on store.Handle) store.Log[Head, Rest] { return store.LogIn[Head, Rest](on, "request") }

// ID returns the short name of a request. It is never reused.
func ID(seq int64) string { return fmt.Sprintf("r%d", seq) }

// parseID parses an [ID], with or without the letter.
func parseID(id string) (int64, bool) {
	seq, err := strconv.ParseInt(strings.TrimPrefix(strings.ToLower(id), "r"), 10, 64)
	return seq, err == nil && seq > 0
}

// newRequest converts an exchange to a request. Secrets are still in it.
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

// publicURL returns the URL that Twilio used, as far as it is known: the spelling that was signed, or the public URL at
// that time.
func publicURL(e httplog.Record, s Session) string {
	if e.Notes.Verdict.Valid && e.Notes.Verdict.URL != "" {
		return e.Notes.Verdict.URL
	}
	return strings.TrimSuffix(s.PublicURL, "/") + e.URL.RequestURI()
}
