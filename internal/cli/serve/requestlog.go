package serve

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/exchange"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// requestLog renders requests, grouped by call. It is for one goroutine at a time.
type requestLog struct {
	paint term.Paint
	call  string // the call that the last line belonged to
}

// lines are one request. Whatever a stranger sent is made harmless first: no escape sequence reaches the terminal, and
// no line end forges another line.
func (l *requestLog) lines(e exchange.Exchange) string {
	text := l.line(e)
	if sid := e.CallSid(); sid != l.call {
		l.call = sid
		if sid != "" {
			who := term.OneLine(e.Form.Get("From")) + " → " + term.OneLine(e.Form.Get("To"))
			text = l.paint.Bold(who) + l.paint.Dim("  "+term.OneLine(sid)) + "\n" + text
		}
	}
	return text + "\n"
}

func (l *requestLog) line(e exchange.Exchange) string {
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
		l.paint.Dim(e.At.Format(time.TimeOnly)), term.OneLine(e.Method), e.URL.EscapedPath(), status, milliseconds(e), hears(e))
	line = strings.TrimRight(line, " ")
	if reason := refusal(e); reason != "" {
		line += below + l.paint.Yellow(term.OneLine(reason))
	}
	for _, t := range e.Notes.Troubles {
		line += l.trouble(t)
	}
	return line
}

// below is where what belongs to a line stands: under its method.
const below = "\n          "

// trouble is what Twilio would complain about: the code, what is wrong, and in a line of its own what mends it.
func (l *requestLog) trouble(t exchange.Trouble) string {
	paint := l.paint.Red
	if t.Warning {
		paint = l.paint.Yellow
	}
	text := below + paint(t.Code) + "  " + term.OneLine(t.Message)
	if t.Mend != "" {
		text += below + "       " + l.paint.Dim(term.OneLine(t.Mend))
	}
	return text
}

// hears is what the caller hears: what the answer says, or what Twilio says in its place.
func hears(e exchange.Exchange) string {
	if e.Notes.Hears != "" {
		return e.Notes.Hears
	}
	return answerGist(e.Answer, e.Answered.Get("Content-Type"))
}

// refusal is why a request was turned away: it had no password, or its signature is not Twilio's.
func refusal(e exchange.Exchange) string {
	if e.Notes.Refusal != "" {
		return e.Notes.Refusal
	}
	if !e.Notes.Verified || e.Notes.Verdict.Valid {
		return ""
	}
	return "not signed by Twilio: " + e.Notes.Verdict.String()
}

// event is a request as -o jsonl shows it.
type event struct {
	At           time.Time  `json:"at"`
	CallSid      string     `json:"call_sid"`
	From         string     `json:"from"`
	To           string     `json:"to"`
	Method       string     `json:"method"`
	Path         string     `json:"path"`
	Params       url.Values `json:"params"`
	Status       int        `json:"status"`
	Milliseconds float64    `json:"milliseconds"`
	Source       string     `json:"source"` // the file that answered
	Hears        string     `json:"hears"`  // what the caller does
	Signed       bool       `json:"signed"`
	Reason       string     `json:"reason"` // why not
	Alerts       []trouble  `json:"alerts"` // what Twilio's debugger would show
}

type trouble struct {
	Code    string `json:"code"`
	Level   string `json:"level"`
	Message string `json:"message"`
	Mend    string `json:"mend"`
}

func troubles(all []exchange.Trouble) []trouble {
	shown := []trouble{}
	for _, t := range all {
		level := alert.Error
		if t.Warning {
			level = alert.Warning
		}
		shown = append(shown, trouble{t.Code, string(level), t.Message, t.Mend})
	}
	return shown
}

func requestEvent(e exchange.Exchange) event {
	return event{
		At: e.At, CallSid: e.CallSid(), From: e.Form.Get("From"), To: e.Form.Get("To"), Method: e.Method, Path: e.URL.Path,
		Params: e.Form, Status: e.Status, Milliseconds: float64(e.Took.Microseconds()) / 1000, Source: e.Notes.Source,
		Hears: hears(e), Alerts: troubles(e.Notes.Troubles), Signed: e.Notes.Verified && e.Notes.Verdict.Valid, Reason: refusal(e),
	}
}

func milliseconds(e exchange.Exchange) string {
	return fmt.Sprintf("%.1f", float64(e.Took.Microseconds())/1000)
}

// answerGist is what a caller hears of an answer, in a few words.
func answerGist(answer []byte, contentType string) string {
	if strings.HasPrefix(contentType, "audio/") {
		return "♪"
	}
	doc, err := twiml.Parse(answer)
	if err != nil {
		return ""
	}
	return transcript.Gist(doc)
}
