package serve

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/session"
	"github.com/twvoice/twvoice/internal/socketlog"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/twilioapi"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

// screen shows the events of a session: to a user one line each, to a program one JSON event each. It never waits for a
// reader. It is safe for concurrent use.
type screen struct {
	f      *cmdutil.Factory
	out    term.Feed
	log    requestLog
	events bool // -o jsonl
	silent bool // a rehearsal, whose transcript shows the requests, or -q
	kept   bool // --keep

	mu    sync.Mutex
	ready bool
	early []lease.Entry // restored before the ready event, which must be the first
}

func newScreen(f *cmdutil.Factory, o Options) *screen {
	format := f.Output()
	return &screen{f: f, events: format.Format == term.JSONL, silent: o.Call || f.Quiet, kept: o.Keep, log: requestLog{paint: format.Paint}}
}

// endWith makes a broken standard output end the session.
func (s *screen) endWith(fail func(error)) {
	s.out.Broken, s.out.Gone = fail, "its reader has ended; the numbers were restored"
}

// show shows one event.
func (s *screen) show(e session.Event) {
	switch e := e.(type) {
	case session.Waiting:
		s.waiting(e.For)
	case session.Finding:
		s.finding(e.Finding)
	case session.Edited:
		s.edited(e.File, e.Err)
	case session.AppMissing:
		s.notef("%s nothing listens on %s yet: callers hear an apology until it does", s.f.Paint().Yellow("warning:"), e.Host)
	case session.Pointed:
		s.pointed(e.Number)
	case session.Ready:
		s.announce(e)
	case session.Tunnel:
		s.tunnelEvent(e.State, e.URL, e.Err)
	case session.Repointed:
		s.repointed(e.Number, e.Webhook)
	case session.NotRepointed:
		s.notRepointed(e.URL, e.Err)
	case session.RepointRefused:
		s.notef("could not re-point %s: %v", e.Number, e.Err)
	case session.Request:
		s.request(e.Record)
	case session.Socket:
		s.socket(e.Event)
	case session.Releasing:
		s.notef("restoring the numbers; Ctrl-C again exits immediately; then run: twvoice webhook restore --all%s", s.f.AccountFlags())
	case session.Released:
		s.tell(e.Entry, "returned")
	case session.Healed:
		s.healed(e.Entry)
	case session.NotHealed:
		s.notHealed(e)
	case session.Note:
		s.notef("%s", e.Text)
	}
}

// request shows a request. It may be dropped if the output is read too slowly.
func (s *screen) request(e httplog.Record) {
	if s.silent {
		return
	}
	if s.events {
		if text, err := s.encode("request", requestEvent(e)); err == nil {
			s.out.Offer(term.Line{To: s.f.Env.Stdout, Text: text, Main: true})
		}
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.out.Offer(term.Line{To: s.f.Env.Stdout, Text: s.log.lines(e), Main: true})
}

// socket shows what happened on a WebSocket. It may be dropped if the output is read too slowly.
func (s *screen) socket(e socketlog.Event) {
	if s.silent {
		return
	}
	if s.events {
		if text, err := s.encode("socket", socketEvent(e)); err == nil {
			s.out.Offer(term.Line{To: s.f.Env.Stdout, Text: text, Main: true})
		}
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if text := s.log.socket(e); text != "" {
		s.out.Offer(term.Line{To: s.f.Env.Stdout, Text: text, Main: true})
	}
}

// flush waits until everything is written, or ctx ends.
func (s *screen) flush(ctx context.Context) {
	s.tellEarly()
	s.out.Drain(ctx)
	if n := s.out.Lost(); n > 0 {
		s.notef("%d requests were not shown: the output is read too slowly", n)
		s.out.Drain(ctx)
	}
}

// local returns the mark for what could be mistaken for Twilio's.
func (s *screen) local() string {
	if s.f.Local {
		return "local "
	}
	return ""
}

// pointed says that a number keeps its URL, which Twilio still calls.
func (s *screen) pointed(n twilioapi.Number) {
	if n.VoiceFallbackURL != "" {
		s.notef("%s keeps its fallback %s", n.PhoneNumber, lease.Settings{"VoiceFallbackUrl": n.VoiceFallbackURL})
	}
	if n.StatusCallback != "" {
		s.notef("%s keeps its status callback %s", n.PhoneNumber, lease.Settings{"StatusCallback": n.StatusCallback})
	}
}

// notHealed reports a number that an earlier serve left pointed and that could not be restored.
func (s *screen) notHealed(e session.NotHealed) {
	s.notef("could not restore a number that an earlier serve left behind: %v", e.Err)
	if e.Number != "" {
		s.notef("to try again: %s", session.RestoreCommand([]string{e.Number}, s.f.AccountFlags()))
	}
}

// finding shows a problem in a document, as a line in every format: a program runs lint separately.
func (s *screen) finding(found devserver.Finding) {
	if found.Level != lint.Notice || s.f.Verbose { // Twilio runs what a notice is about without complaint
		s.notef("%s", found)
	}
}

func (s *screen) repointed(phone, url string) {
	if s.events {
		s.event("repointed", struct {
			Number string `json:"number"`
			URL    string `json:"public_url"`
		}{phone, url})
		return
	}
	s.notef("re-pointed %s%s to %s", s.local(), phone, url)
}

// notRepointed reports that numbers still point at a URL that the tunnel no longer has.
func (s *screen) notRepointed(url string, err error) {
	if s.events {
		s.event("not_repointed", struct {
			URL   string `json:"public_url"`
			Error string `json:"error"`
		}{url, err.Error()})
		return
	}
	s.notef("the tunnel is back as %s, but the numbers are not re-pointed yet; retrying: %v", url, err)
}

func (s *screen) tunnelEvent(state, url string, err error) {
	why := ""
	if err != nil {
		why = err.Error()
	}
	switch {
	case s.events:
		s.event("tunnel", struct {
			State string `json:"state"`
			URL   string `json:"public_url"`
			Error string `json:"error"`
		}{state, url, why})
	case err != nil:
		s.notef("the tunnel is %s; reconnecting: %s", state, why)
	default:
		s.notef("the tunnel is %s: %s", state, url)
	}
}

// edited reports a change to a document.
func (s *screen) edited(name string, err error) {
	why := ""
	if err != nil {
		why = err.Error()
	}
	switch {
	case s.events:
		s.event("edited", struct {
			File  string `json:"file"`
			Error string `json:"error"`
		}{name, why})
	case err != nil:
		s.notef("%s\n  the last valid version of %s stays in use", why, name)
	default:
		s.notef("%s changed; the next request gets the new version", name)
	}
}

// waiting tells a user what takes time.
func (s *screen) waiting(what string) {
	if s.f.Env.Err.Is && !s.events {
		s.notef("%s", s.f.Paint().Dim(what+" …"))
	}
}

// notef prints a line for the user, on standard error.
func (s *screen) notef(format string, args ...any) {
	s.out.Put(term.Line{To: s.f.Env.Stderr, Text: fmt.Sprintf(format, args...) + "\n"})
}

// event prints one JSON line on standard output.
func (s *screen) event(name string, value any) {
	text, err := s.encode(name, value)
	if err != nil {
		s.notef("%v", err)
		return
	}
	s.out.Put(term.Line{To: s.f.Env.Stdout, Text: text, Main: true})
}

func (s *screen) encode(name string, value any) (string, error) {
	var b strings.Builder
	out := s.f.Output()
	out.To = &b
	err := out.Event(name, value)
	return b.String(), err
}

func (s *screen) print(text string) {
	s.out.Put(term.Line{To: s.f.Env.Stdout, Text: text + "\n", Main: true})
}
