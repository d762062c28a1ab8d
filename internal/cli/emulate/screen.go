package emulate

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/emulator/live"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/pkg/transcript"
)

// screen shows what happens: lines for a person on standard error, events for a program on standard output. It delays nobody.
type screen struct {
	f      *cmdutil.Factory
	paint  term.Paint
	events bool // -o jsonl
	feed   term.Feed
	call   string // the call that the last line belonged to; the watch's goroutine alone uses it
}

func newScreen(f *cmdutil.Factory) *screen {
	return &screen{f: f, paint: f.Paint(), events: f.Output().Format == term.JSONL, feed: term.Feed{Gone: "the output was closed by its reader"}}
}

// notef tells a person something.
func (s *screen) notef(format string, args ...any) {
	s.feed.Put(term.Line{To: s.f.Env.Stderr, Text: fmt.Sprintf(format, args...) + "\n"})
}

// event tells a program something.
func (s *screen) event(name string, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // a bug: events are plain values
	}
	head := fmt.Sprintf(`{"event":%q`, name)
	if rest := strings.TrimPrefix(string(text), "{"); rest != "}" {
		head += "," + rest
	} else {
		head += "}"
	}
	s.feed.Put(term.Line{To: s.f.Env.Stdout, Text: head + "\n", Main: true})
}

// readiness is what a program has to know to use the emulator.
type readiness struct {
	URL        string `json:"url"`
	AccountSid string `json:"account_sid"`
	AuthToken  string `json:"auth_token"` // of the local account; of no worth anywhere else
	// Environment is what COMMAND is given, for programs that are started elsewhere.
	Environment map[string]string `json:"environment"`
}

// ready says that the emulator answers. The token is a secret of this machine's database: whoever runs the command may see it.
func (s *screen) ready(on *session, addr string, vars []string) {
	r := readiness{URL: "http://" + addr, AccountSid: on.account.Sid, AuthToken: on.account.AuthToken, Environment: map[string]string{}}
	for _, pair := range vars {
		name, value, _ := strings.Cut(pair, "=")
		r.Environment[name] = value
	}
	switch {
	case s.events:
		s.event("ready", r)
	case s.f.Quiet:
		s.feed.Put(term.Line{To: s.f.Env.Stdout, Text: r.URL + "\n", Main: true})
	case len(on.o.Command) > 0:
		s.notef("%s on %s, for %s", s.paint.Bold("Twilio emulator"), r.URL, strings.Join(on.o.Command, " "))
	default:
		s.notef("%s on %s\n", s.paint.Bold("Twilio emulator"), r.URL)
		s.notef("  TWILIO_ACCOUNT_SID=%s\n  TWILIO_AUTH_TOKEN=%s\n", r.AccountSid, r.AuthToken)
		s.notef("  twvoice numbers list --local\n  twvoice emulate -- COMMAND     runs an unmodified program with the emulator\n\nCtrl-C stops the emulator.")
	}
}

// sighted shows what happens in a call. It is the emulator's, and called on one goroutine.
func (s *screen) sighted(e live.Sighting) {
	switch {
	case s.events:
		text, err := json.Marshal(e.Part)
		if err != nil {
			panic(err) // a bug: parts are plain values
		}
		s.event(e.Part.Name(), struct {
			CallSid string          `json:"call_sid"`
			Part    json.RawMessage `json:"part"`
		}{e.CallSid, text})
	case s.f.Quiet:
	default:
		line := transcript.Line(e.Part, s.paint)
		if e.CallSid != s.call {
			s.call = e.CallSid
			line = s.paint.Bold(term.OneLine(e.From)+" → "+term.OneLine(e.To)) + s.paint.Dim("  "+e.CallSid) + "\n" + line
		}
		s.feed.Offer(term.Line{To: s.f.Env.Stderr, Text: line + "\n"})
	}
}

// log shows the requests to the API.
func (s *screen) log(api http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began, answer := s.f.Env.Now(), &answered{ResponseWriter: w}
		api.ServeHTTP(answer, r)
		s.request(r, answer.status, s.f.Env.Now().Sub(began))
	})
}

func (s *screen) request(r *http.Request, status int, took time.Duration) {
	path := r.URL.Path
	if rest, ok := strings.CutPrefix(path, "/2010-04-01/Accounts/"); ok { // what all requests have in common says nothing
		if _, below, ok := strings.Cut(rest, "/"); ok {
			path = "/" + below
		}
	}
	milliseconds := float64(took.Microseconds()) / 1000
	switch {
	case s.events:
		s.event("api", struct {
			Method       string  `json:"method"`
			Path         string  `json:"path"`
			Status       int     `json:"status"`
			Milliseconds float64 `json:"milliseconds"`
		}{r.Method, r.URL.Path, status, milliseconds})
	case s.f.Quiet:
	default:
		line := fmt.Sprintf("%s  %s %s → %d in %.1f ms", s.f.Env.Now().Format(time.TimeOnly), r.Method, term.OneLine(path), status, milliseconds)
		s.feed.Offer(term.Line{To: s.f.Env.Stderr, Text: s.paint.Dim(line) + "\n"})
	}
}

// answered remembers the status of an answer.
type answered struct {
	http.ResponseWriter
	status int
}

func (a *answered) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answered) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// drain waits for the last lines, and not for a reader who has gone.
func (s *screen) drain() {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	s.feed.Drain(ctx)
}
