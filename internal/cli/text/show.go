package text

import (
	"fmt"
	"io"
	"net/url"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/textsim"
)

// shown is a message and its result. The JSON keys are a stable interface.
type shown struct {
	MessageSid string    `json:"message_sid"`
	From       string    `json:"from"`
	To         string    `json:"to"`
	Body       string    `json:"body"`
	Replies    []reply   `json:"replies"`
	Requests   []request `json:"requests"`
	Alerts     []found   `json:"alerts"`
	Notes      []string  `json:"notes,omitempty"` // how hosts were reached
}

type reply struct {
	From  string   `json:"from"`
	To    string   `json:"to"`
	Body  string   `json:"body"`
	Media []string `json:"media"`
}

type request struct {
	Method       string            `json:"method"`
	URL          string            `json:"url"` // without a password
	Params       map[string]string `json:"params"`
	Status       int               `json:"status"` // 0 without an answer
	Milliseconds float64           `json:"milliseconds"`
	Purpose      string            `json:"purpose"`        // sms or fallback
	Note         string            `json:"note,omitempty"` // what the redirect dropped
}

// found is an alert. Line and column count from 1; both are 0 without a position.
type found struct {
	Code    string `json:"code"`
	Level   string `json:"level"`
	Message string `json:"message"`
	URL     string `json:"url"` // or the file
	Line    int    `json:"line"`
	Column  int    `json:"column"`
}

func view() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "message_sid", Title: "message", Whole: true},
			{Key: "from", Title: "from"},
			{Key: "to", Title: "to"},
			{Key: "body", Title: "body"},
			{Key: "replies", Title: "replies"},
		},
		Keys: []string{"requests", "alerts"},
		ID:   func(r term.Record) string { return r.String("message_sid") },
	}
}

// newShown returns the result for display. source returns the file that answers a URL; it may be nil.
func newShown(m textsim.Message, got textsim.Result, source func(string) string) shown {
	s := shown{MessageSid: got.Sid, From: m.From, To: m.To, Body: m.Body, Replies: []reply{}, Requests: []request{}, Alerts: []found{}, Notes: got.Notes}
	for _, r := range got.Replies {
		s.Replies = append(s.Replies, reply{r.From, r.To, r.Body, append([]string{}, r.Media...)})
	}
	for _, r := range got.Requests {
		purpose := "sms"
		if r.Fallback {
			purpose = "fallback"
		}
		s.Requests = append(s.Requests, request{
			r.Method, cmdutil.RedactURL(r.URL), firstValues(r.Params), r.Status, float64(r.Took.Microseconds()) / 1000, purpose, r.Lost,
		})
	}
	for _, a := range got.Alerts {
		where := cmdutil.RedactURL(a.URL)
		if source != nil {
			if name := source(a.URL); name != "" {
				where = name
			}
		}
		s.Alerts = append(s.Alerts, found{a.Code, string(a.Level), a.Message, where, a.Pos.Line, a.Pos.Col})
	}
	return s
}

// firstValues keeps the first value of each parameter. Twilio repeats none.
func firstValues(params url.Values) map[string]string {
	m := make(map[string]string, len(params))
	for name := range params {
		m[name] = params.Get(name)
	}
	return m
}

// print shows the conversation to a user, or the whole result to a program.
func (s shown) print(f *cmdutil.Factory, local bool) error {
	out := f.Output()
	if out.Machine() || len(out.Fields) > 0 {
		return out.One(view(), s)
	}
	_, err := io.WriteString(out.To, s.lines(out.Paint, local))
	return err
}

func (s shown) lines(paint term.Paint, local bool) string {
	what := "message"
	if local {
		what = "local message"
	}
	text := paint.Bold(fmt.Sprintf("%s from %s to %s", what, s.From, s.To)) + "\n"
	text += fmt.Sprintf("  writes   %s\n", paint.Cyan(fmt.Sprintf("%q", s.Body)))
	for _, note := range s.Notes {
		text += "  note     " + paint.Yellow(term.OneLine(note)) + "\n"
	}
	for _, r := range s.Requests {
		answer := "no answer"
		if r.Status != 0 {
			answer = fmt.Sprint(r.Status)
		}
		text += "  " + paint.Dim(fmt.Sprintf("%s %s → %s in %.1f ms (%s)", r.Method, term.OneLine(r.URL), answer, r.Milliseconds, r.Purpose)+r.noted()) + "\n"
	}
	for _, r := range s.Replies {
		text += fmt.Sprintf("  gets     %s", paint.Bold(fmt.Sprintf("%q", r.Body)))
		for _, file := range r.Media {
			text += "  + " + term.OneLine(file)
		}
		if r.To != s.From {
			text += paint.Dim(" (to " + term.OneLine(r.To) + ")")
		}
		text += "\n"
	}
	if len(s.Replies) == 0 {
		text += "  gets     no answer\n"
	}
	for _, a := range s.Alerts {
		text += "  " + a.line(paint) + "\n"
	}
	return text
}

func (r request) noted() string {
	if r.Note == "" {
		return ""
	}
	return ": " + r.Note
}

func (a found) line(paint term.Paint) string {
	level := paint.Yellow("warning  ")
	if a.Level == string(alert.Error) {
		level = paint.Red("error    ")
	}
	place := a.URL
	if a.Line > 0 {
		place += fmt.Sprintf(":%d:%d", a.Line, a.Column)
	}
	return fmt.Sprintf("%s%s%s [%s]", level, codePrefix(a.Code), term.OneLine(a.Message), term.OneLine(place))
}

// codePrefix returns a code for use before its message, or "" without a code.
func codePrefix(code string) string {
	if code == "" {
		return ""
	}
	return code + " "
}
