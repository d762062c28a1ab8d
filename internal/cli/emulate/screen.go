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

// screen shows events: lines for a user on standard error, JSON for a program on standard output. It never blocks its
// callers.
type screen struct {
	f      *cmdutil.Factory
	paint  term.Paint
	events bool // -o jsonl
	feed   term.Feed
	call   string // call of the last line; used by one goroutine only
}

func newScreen(f *cmdutil.Factory) *screen {
	return &screen{f: f, paint: f.Paint(), events: f.Output().Format == term.JSONL, feed: term.Feed{Gone: "the output was closed by its reader"}}
}

// notef prints a line for the user.
func (s *screen) notef(format string, args ...any) {
	s.feed.Put(term.Line{To: s.f.Env.Stderr, Text: fmt.Sprintf(format, args...) + "\n"})
}

// event prints an event for a program.
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

// readiness is what a program needs to use the emulator.
type readiness struct {
	URL        string `json:"url"`
	AccountSid string `json:"account_sid"`
	AuthToken  string `json:"auth_token"` // of the local account; not valid for Twilio
	// Environment is the environment for COMMAND, for programs that are started separately.
	Environment map[string]string `json:"environment"`
}

// ready reports that the emulator answers. The token is a secret of this machine's database; the user who runs the
// command may see it.
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

// sighted shows an event of a call. The emulator calls it on one goroutine.
func (s *screen) sighted(e live.CallEvent) {
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
	if rest, ok := strings.CutPrefix(path, "/2010-04-01/Accounts/"); ok { // omit the prefix that all requests share
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

// answered records the status of an answer.
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

// drain waits for the last lines, unless the reader has gone.
func (s *screen) drain() {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	s.feed.Drain(ctx)
}
