package serve

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/devserver"
	"github.com/twvoice/twvoice/internal/exchange"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/session"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/twilioapi"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

// screen shows the events of a session: to a person one line each, to a program one JSON event each. It never waits for a reader, and is
// safe for concurrent use.
type screen struct {
	f      *cmdutil.Factory
	out    term.Feed
	log    requestLog
	events bool // -o jsonl
	silent bool // a rehearsal, whose transcript shows the requests, or -q
	kept   bool // --keep

	mu    sync.Mutex
	ready bool
	early []lease.Entry // healed before the ready event, which is the first of all
}

func newScreen(f *cmdutil.Factory, o Options) *screen {
	format := f.Output()
	return &screen{f: f, events: format.Format == term.JSONL, silent: o.Call || f.Quiet, kept: o.Keep, log: requestLog{paint: format.Paint}}
}

// endWith has a broken standard output end the session.
func (s *screen) endWith(fail func(error)) {
	s.out.Broken, s.out.Gone = fail, "its reader has stopped; the numbers were restored"
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
		s.request(e.Exchange)
	case session.Releasing:
		s.notef("restoring the numbers; another Ctrl-C leaves that to: twvoice webhook restore --all%s", s.f.AccountFlags())
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

// request shows a request. It may be dropped when the output is read too slowly.
func (s *screen) request(e exchange.Exchange) {
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

// flush waits until everything is written, or ctx ends.
func (s *screen) flush(ctx context.Context) {
	s.tellEarly()
	s.out.Drain(ctx)
	if n := s.out.Lost(); n > 0 {
		s.notef("%d requests were not shown: the output is read too slowly", n)
		s.out.Drain(ctx)
	}
}

// announce prints the ready lines or event.
func (s *screen) announce(r session.Ready) {
	switch {
	case s.events:
		phones := []string{}
		for _, n := range r.Numbers {
			phones = append(phones, n.PhoneNumber)
		}
		s.event("ready", struct {
			PublicURL  string   `json:"public_url"`
			LocalURL   string   `json:"local_url"`
			InspectURL string   `json:"inspect_url"`
			Numbers    []string `json:"numbers"`
		}{r.Webhook, r.LocalURL, r.InspectURL, phones})
		s.tellEarly()
	case s.f.Quiet:
		s.print(r.Webhook)
	default:
		s.notef("%s %s is served at %s", s.f.Paint().Green(s.local()+"ready:"), r.Served, r.Webhook)
		for _, l := range r.Leases {
			s.notef("  call %s%s; %s", s.local(), s.f.Paint().Bold(l.Number), s.promise(l))
		}
		if r.InspectURL != "" {
			s.notef("  inspector: %s", r.InspectURL)
		}
	}
}

// promise is what becomes of a number at the end.
func (s *screen) promise(l lease.Entry) string {
	if s.kept {
		return "it stays pointed here, as --keep says"
	}
	return "restored on exit to: " + was(l.Before)
}

// was returns where a number pointed before, in a few words.
func was(before lease.Settings) string {
	if before["TrunkSid"] == "" && before["VoiceApplicationSid"] == "" && before["VoiceUrl"] == "" {
		return "no webhook"
	}
	return before.String()
}

// healed shows what became of a number of an earlier session: after the ready event, which must be the first.
func (s *screen) healed(e lease.Entry) {
	s.mu.Lock()
	wait := s.events && !s.ready
	if wait {
		s.early = append(s.early, e)
	}
	s.mu.Unlock()
	if !wait {
		s.tell(e, "healed")
	}
}

// tellEarly shows what had to wait for the ready event, or for an end without one.
func (s *screen) tellEarly() {
	s.mu.Lock()
	early := s.early
	s.ready, s.early = true, nil
	s.mu.Unlock()
	for _, e := range early {
		s.tell(e, "healed")
	}
}

func (s *screen) tell(e lease.Entry, event string) {
	switch {
	case e.Outcome == lease.Void: // the refusal is shown as an error
	case s.events:
		s.event(event, struct {
			Number  string `json:"number"`
			Outcome string `json:"outcome"`
			Note    string `json:"note"`
		}{e.Number, string(e.Outcome), e.Note})
	default:
		s.notef("%s", s.fate(e, event))
	}
}

// fate returns what became of a lease, in a sentence.
func (s *screen) fate(e lease.Entry, event string) string {
	whose := ""
	if event == "healed" {
		whose = ", left behind by " + e.Who()
	}
	switch e.Outcome {
	case lease.Restored:
		return fmt.Sprintf("restored %s%s%s: %s", s.local(), e.Number, whose, e.Note) + s.other(e)
	case lease.Already:
		return fmt.Sprintf("restored %s%s%s: %s", s.local(), e.Number, whose, e.Before)
	case lease.Displaced:
		return fmt.Sprintf("did not restore %s%s%s: the serve of another machine has it now, with %s\n  when that one has ended, this restores what the number had before: %s",
			s.local(), e.Number, whose, e.Note, session.RestoreCommand([]string{e.Number}, s.f.AccountFlags()))
	case lease.Left:
		return fmt.Sprintf("did not restore %s%s%s: changed by someone else, now %s", s.local(), e.Number, whose, e.Note)
	case lease.TakenOver:
		return fmt.Sprintf("%s%s is no longer ours: %s took it over, and restores what it had", s.local(), e.Number, e.Note)
	case lease.Kept:
		return fmt.Sprintf("%s%s stays pointed; undo it with: twvoice webhook restore %s%s", s.local(), e.Number, e.Number, s.f.AccountFlags())
	}
	return fmt.Sprintf("%s%s: %s %s", s.local(), e.Number, e.Outcome, e.Note)
}

// other says that what a number has again is a tunnel, which may have ended in the meantime: its owner knows what was there before.
func (s *screen) other(e lease.Entry) string {
	u, err := url.Parse(e.Before["VoiceUrl"])
	if err != nil || !tunnel.Host(u.Hostname()) {
		return ""
	}
	return "\n  that is a tunnel; if its serve has ended, restore what was there before on its machine: twvoice webhook restore " + e.Number
}

// local marks what could be mistaken for the real thing.
func (s *screen) local() string {
	if s.f.Local {
		return "local "
	}
	return ""
}

// pointed names what a number keeps, and Twilio still calls.
func (s *screen) pointed(n twilioapi.Number) {
	if n.VoiceFallbackURL != "" {
		s.notef("%s keeps its fallback %s", n.PhoneNumber, lease.Settings{"VoiceFallbackUrl": n.VoiceFallbackURL})
	}
	if n.StatusCallback != "" {
		s.notef("%s keeps its status callback %s", n.PhoneNumber, lease.Settings{"StatusCallback": n.StatusCallback})
	}
}

// notHealed reports a number that an earlier serve left pointed, and that could not be restored.
func (s *screen) notHealed(e session.NotHealed) {
	s.notef("could not heal what an earlier serve left behind: %v", e.Err)
	if e.Number != "" {
		s.notef("to try again: %s", session.RestoreCommand([]string{e.Number}, s.f.AccountFlags()))
	}
}

// finding shows a problem in a document. A program lints for itself, so that it is a line in every format.
func (s *screen) finding(found devserver.Finding) {
	if found.Level != lint.Notice || s.f.Verbose { // a notice is about what Twilio runs without complaint
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
	s.notef("the tunnel is back as %s, but the numbers do not follow yet; trying again: %v", url, err)
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
		s.notef("the tunnel is %s, trying to get it back: %s", state, why)
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
		s.notef("%s\n  the last good version of %s keeps answering", why, name)
	default:
		s.notef("%s changed; the next request gets the new version", name)
	}
}

// waiting shows a person what takes time.
func (s *screen) waiting(what string) {
	if s.f.Env.Err.Is && !s.events {
		s.notef("%s", s.f.Paint().Dim(what+" …"))
	}
}

// notef prints a line for the person, on standard error.
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
