package webhook

import (
	"cmp"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// report is the result of the test request. The JSON keys are a stable interface.
type report struct {
	URL          string  `json:"url"` // without a password
	Method       string  `json:"method"`
	Served       bool    `json:"served"` // a caller would be served
	Status       int     `json:"status"` // 0 without an answer
	Milliseconds float64 `json:"milliseconds"`
	Hears        string  `json:"hears"` // what the caller hears and does
	Checks       []check `json:"checks"`
}

// check is one checked property.
type check struct {
	Name  string `json:"name"`
	OK    bool   `json:"ok"`
	Fatal bool   `json:"fatal"` // if it fails, callers are not served
	Code  string `json:"code"`  // Twilio's code, or ""
	Found string `json:"found"`
	Fix   string `json:"fix"` // what to do, or ""
}

func reportView() term.View {
	return term.View{
		Columns: []term.Column{
			{Key: "url", Title: "URL"},
			{Key: "method", Title: "method"},
			{Key: "served", Title: "served"},
			{Key: "status", Title: "status"},
			{Key: "milliseconds", Title: "milliseconds"},
			{Key: "hears", Title: "hears"},
		},
		Keys: []string{"checks"},
		ID:   func(r term.Record) string { return r.String("url") },
	}
}

// slow is an answer that is close to Twilio's limit of 15 seconds
// (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
const slow = 5 * time.Second

// asked says whether the target is a number of the account or a URL, and whether the emulator or Twilio has to reach it.
type asked struct{ local, number bool }

// judge evaluates an answer.
func judge(c event.Call, got event.Fetched, on asked) report {
	r := report{
		URL: cmdutil.RedactURL(c.URL), Method: method(c.Method), Status: got.Status, Served: true,
		Milliseconds: float64(got.Took.Microseconds()) / 1000,
	}
	r.address(c.URL, on)
	r.answer(got)
	if got.Document != nil {
		r.lint(got.Document)
	}
	if c.FallbackURL == "" && on.number {
		r.add(check{Name: "fallback", Found: "not set: the caller hears an apology when the webhook fails", Fix: "twvoice webhook set NUMBER URL --fallback-url URL"})
	}
	r.Hears = callerHears(got)
	return r
}

func method(typed string) string {
	if typed == "" {
		return "POST"
	}
	return typed
}

func (r *report) add(c check) {
	r.Checks = append(r.Checks, c)
	r.Served = r.Served && (c.OK || !c.Fatal)
}

// address checks whether Twilio could reach the URL at all. If not, that is fatal for a number. For a URL it is a
// remark, because the application perhaps has no number yet.
func (r *report) address(raw string, on asked) {
	u, err := url.Parse(raw)
	switch {
	case err != nil || on.local:
	case privateHost(u.Hostname()):
		r.add(check{Name: "address", Fatal: on.number, Found: u.Hostname() + " is a private address: Twilio cannot reach it", Fix: "twvoice serve --forward " + portOf(u)})
	case u.Scheme == "http":
		r.add(check{Name: "address", Found: "plain http: anyone on the network path can read and change the responses", Fix: "use https"})
	default:
		r.add(check{Name: "address", OK: true, Found: "https"})
	}
}

// answer checks whether there was an answer, and its status.
func (r *report) answer(got event.Fetched) {
	took := fmt.Sprintf("%.1f ms", r.Milliseconds)
	if len(got.Hops) > 0 && got.Hops[0].Status != 0 {
		first := got.Hops[0]
		r.add(check{Name: "reachable", OK: true, Found: fmt.Sprintf("%s %s answered %d in %.1f ms", r.Method, r.URL, first.Status, float64(first.Took.Microseconds())/1000)})
	}
	r.redirects(got.Hops)
	if got.Took > slow {
		r.add(check{Name: "time", Found: "the response took " + took + "; Twilio's limit is 15 s", Fix: "respond first and do the work afterwards"})
	}
	if p := got.Problem; p != nil {
		r.add(check{Name: "answer", Fatal: true, Code: p.Code, Found: p.Code + " " + placed(p.Pos) + p.Message, Fix: cmp.Or(p.Fix, "twvoice twiml explain "+p.Code)})
		return
	}
	r.add(check{Name: "answer", OK: true, Found: kind(got)})
}

// redirects reports redirects of the first request, and what they dropped.
func (r *report) redirects(hops []client.Hop) {
	for i := 1; i < len(hops); i++ {
		h := hops[i]
		found := fmt.Sprintf("%s %s answered %s", h.Method, cmdutil.RedactURL(h.URL), status(h.Status))
		c := check{Name: "redirect", OK: h.Lost == "", Found: found}
		if h.Lost != "" {
			c.Found = h.Lost + ": " + found
			c.Fix = "point the webhook at " + cmdutil.RedactURL(hops[len(hops)-1].URL) + ", or redirect with 307 or 308"
		}
		r.add(c)
	}
}

func status(code int) string {
	if code == 0 {
		return "nothing"
	}
	return strconv.Itoa(code)
}

func kind(got event.Fetched) string {
	switch {
	case got.Document != nil:
		return "TwiML"
	case got.Audio != nil:
		return got.Audio.Type + ", which is played"
	}
	return "plain text, which is read aloud"
}

// lint adds the problems of the document. A finding of level error ends the call when Twilio reaches it.
func (r *report) lint(doc *twiml.Document) {
	found := lint.Check(doc, lint.Options{Kind: lint.Voice})
	for _, f := range found {
		r.add(check{Name: "twiml", Fatal: f.Level == alert.Error, Code: f.Code, Found: f.String()})
	}
	if len(found) == 0 {
		r.add(check{Name: "twiml", OK: true, Found: "no problems"})
	}
}

func placed(pos twiml.Pos) string {
	if pos == (twiml.Pos{}) {
		return ""
	}
	return pos.String() + ": "
}

// callerHears describes an answer in a few words.
func callerHears(got event.Fetched) string {
	switch {
	case got.Problem != nil:
		return fmt.Sprintf("%q, unless the fallback answers", event.Apology)
	case got.Audio != nil:
		return "♪"
	case got.Document == nil:
		return fmt.Sprintf("%q", term.OneLine(got.Text))
	}
	if gist := transcript.Summary(got.Document); gist != "" {
		return gist
	}
	return "nothing: the document is empty, and the call ends"
}
