package serve

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/internal/judge"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// requestLog renders requests, grouped by call. It is for one goroutine at a time.
type requestLog struct {
	paint term.Paint
	call  string // the call that the last line belonged to
}

// lines returns one request. Data from the client is escaped first, so that it cannot send escape sequences to the
// terminal or add lines.
func (l *requestLog) lines(e httplog.Record) string {
	if e.Status == http.StatusSwitchingProtocols {
		return l.line(e) + "\n" // the first message says whose call it is
	}
	return l.heading(e.CallSid(), e.Param("From"), e.Param("To")) + l.line(e) + "\n"
}

// heading returns the line above the first line of a call, or "".
func (l *requestLog) heading(sid, from, to string) string {
	if sid == l.call {
		return ""
	}
	l.call = sid
	if sid == "" {
		return ""
	}
	return l.paint.Bold(term.OneLine(from)+" → "+term.OneLine(to)) + l.paint.Dim("  "+term.OneLine(sid)) + "\n"
}

func (l *requestLog) line(e httplog.Record) string {
	status := fmt.Sprint(e.Status)
	switch {
	case e.Status >= 500 || e.Status == 0:
		status = l.paint.Red(status)
	case e.Status >= 400:
		status = l.paint.Yellow(status)
	default:
		status = l.paint.Green(status)
	}
	line := fmt.Sprintf("%s  %s %s  %s  %s ms  %s",
		l.paint.Dim(e.At.Format(time.TimeOnly)), term.OneLine(e.Method), e.URL.EscapedPath(), status, milliseconds(e), callerHears(e))
	line = strings.TrimRight(line, " ")
	if reason := refusal(e); reason != "" {
		line += continuation + l.paint.Yellow(term.OneLine(reason))
	}
	for i, a := range e.Outcome.Alerts {
		if i == maxAlerts {
			return line + continuation + fmt.Sprintf("and %d more: twvoice requests list", len(e.Outcome.Alerts)-i)
		}
		line += l.alert(a)
	}
	return line
}

// maxAlerts limits the problems that are shown of one answer.
const maxAlerts = 5

// continuation begins a line that belongs to the one above: under its method.
const continuation = "\n          "

// alert returns a problem that Twilio would report: the code and the message, and the fix on a separate line.
func (l *requestLog) alert(a judge.Alert) string {
	paint := l.paint.Red
	if a.Level != alert.Error {
		paint = l.paint.Yellow
	}
	text := continuation + paint(a.Code) + "  " + term.OneLine(positioned(a))
	if a.Fix != "" {
		text += continuation + "       " + l.paint.Dim(term.OneLine(a.Fix))
	}
	return text
}

// positioned returns a message after its position in the answer.
func positioned(a judge.Alert) string {
	if a.Pos == (twiml.Pos{}) {
		return a.Message
	}
	return a.Pos.String() + ": " + a.Message
}

// callerHears returns what the caller hears: the content of the answer, or what Twilio says instead. A redirect is followed.
func callerHears(e httplog.Record) string {
	if next := e.Outcome.Next; next != nil {
		return "→ " + term.OneLine(next.String())
	}
	return e.Outcome.Hears
}

// refusal returns why a request was rejected: the password was missing, or the signature is not Twilio's.
func refusal(e httplog.Record) string {
	if e.Notes.Refusal != "" {
		return e.Notes.Refusal
	}
	if !e.Notes.Verified || e.Notes.Verdict.Valid {
		return ""
	}
	return "not signed by Twilio: " + e.Notes.Verdict.String()
}

// loggedRequest is a request as -o jsonl shows it.
type loggedRequest struct {
	At           time.Time     `json:"at"`
	CallSid      string        `json:"call_sid"`
	From         string        `json:"from"`
	To           string        `json:"to"`
	Method       string        `json:"method"`
	Path         string        `json:"path"`
	Params       url.Values    `json:"params"`
	Status       int           `json:"status"`
	Milliseconds float64       `json:"milliseconds"`
	Source       string        `json:"source"` // the file that answered
	Hears        string        `json:"hears"`  // what the caller hears and does
	Signed       bool          `json:"signed"`
	Reason       string        `json:"reason"` // why the signature is not valid
	Purpose      judge.Purpose `json:"purpose"`
	Redirect     *judge.Next   `json:"redirect"` // the request that Twilio makes next, or null
	Alerts       []shownAlert  `json:"alerts"`   // what Twilio's debugger would show
}

type shownAlert struct {
	Code    string      `json:"code"`
	Level   alert.Level `json:"level"`
	Message string      `json:"message"`
	Fix     string      `json:"fix"`
}

func alerts(all []judge.Alert) []shownAlert {
	shown := []shownAlert{}
	for _, a := range all {
		shown = append(shown, shownAlert{a.Code, a.Level, positioned(a), a.Fix})
	}
	return shown
}

func requestEvent(e httplog.Record) loggedRequest {
	return loggedRequest{
		At: e.At, CallSid: e.CallSid(), From: e.Param("From"), To: e.Param("To"), Method: e.Method, Path: e.URL.Path,
		Params: e.Form, Status: e.Status, Milliseconds: float64(e.Took.Microseconds()) / 1000, Source: e.Notes.Source,
		Hears: e.Outcome.Hears, Purpose: e.Outcome.Purpose, Redirect: e.Outcome.Next, Alerts: alerts(e.Outcome.Alerts), Signed: e.Notes.Verified && e.Notes.Verdict.Valid, Reason: refusal(e),
	}
}

func milliseconds(e httplog.Record) string {
	return fmt.Sprintf("%.1f", float64(e.Took.Microseconds())/1000)
}
