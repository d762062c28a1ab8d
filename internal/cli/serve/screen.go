package serve

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/exchange"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/tunnel"
)

// screen tells what happens: to a person a line each, to a program a JSON event each. Nothing here waits for a reader.
type screen struct {
	f      *cmdutil.Factory
	out    term.Feed
	log    requestLog
	events bool // -o jsonl
	silent bool // a rehearsal, whose transcript shows the requests, or -q

	mu    sync.Mutex
	ready bool
	early []lease.Entry // healed before the ready event, which is the first of all
}

func newScreen(f *cmdutil.Factory, o Options) *screen {
	format := f.Output()
	return &screen{f: f, events: format.Format == term.JSONL, silent: o.Call || f.Quiet, log: requestLog{paint: format.Paint}}
}

// exchanged takes a request to be shown. It never blocks.
func (s *screen) exchanged(e exchange.Exchange) {
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

// flush shows what is still waiting to be shown, as far as somebody reads it before ctx is over.
func (s *screen) flush(ctx context.Context) error {
	s.tellEarly()
	s.out.Drain(ctx)
	if n := s.out.Lost(); n > 0 {
		s.notef("%d requests were not shown: whoever reads the output is too slow", n)
		s.out.Drain(ctx)
	}
	return nil
}

// announce is the moment that everything before it was for.
func (s *session) announce(ctx context.Context) error {
	switch {
	case s.events:
		phones := []string{}
		for _, n := range s.chosen {
			phones = append(phones, n.PhoneNumber)
		}
		s.event("ready", struct {
			PublicURL  string   `json:"public_url"`
			LocalURL   string   `json:"local_url"`
			InspectURL string   `json:"inspect_url"`
			Numbers    []string `json:"numbers"`
		}{s.webhook(), s.localURL, s.inspectURL, phones})
		s.tellEarly()
	case s.f.Quiet:
		s.print(s.webhook())
	default:
		s.notef("%s %s answers %s", s.f.Paint().Green(s.local()+"ready:"), s.served(), s.webhook())
		for _, lent := range s.lent {
			s.notef("  call %s%s; %s", s.local(), s.f.Paint().Bold(lent.Entry().Number), s.promise(lent))
		}
		if s.inspectURL != "" {
			s.notef("  watch and call at %s", s.inspectURL)
		}
	}
	s.out.Drain(ctx) // a COMMAND or a rehearsal writes behind it
	return nil
}

// promise is what becomes of a number at the end.
func (s *session) promise(lent *lease.Lease) string {
	if s.o.Keep {
		return "it stays pointed here, as --keep says"
	}
	return "at the end it gets back what it had: " + was(lent.Entry().Before)
}

// was is where a number pointed before, in a few words.
func was(before lease.Settings) string {
	if before["TrunkSid"] == "" && before["VoiceApplicationSid"] == "" && before["VoiceUrl"] == "" {
		return "it pointed nowhere"
	}
	return before.String()
}

// returned tells what became of a number that was on loan. What was healed before the ready event is told behind it.
func (s *screen) returned(e lease.Entry) { s.tell(e, "returned") }

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

// tellEarly tells what had to wait for the ready event, or for an end without one.
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
	case e.Outcome == lease.Void: // the refusal is told as the error that it is
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

// fate is what became of a loan, in a sentence.
func (s *screen) fate(e lease.Entry, event string) string {
	whose := ""
	if event == "healed" {
		whose = ", left behind by " + e.Who()
	}
	switch e.Outcome {
	case lease.Restored:
		return fmt.Sprintf("gave %s%s back%s: %s", s.local(), e.Number, whose, e.Note) + s.other(e)
	case lease.Already:
		return fmt.Sprintf("gave %s%s back%s: %s", s.local(), e.Number, whose, e.Before)
	case lease.Displaced:
		return fmt.Sprintf("left %s%s alone%s: the serve of another machine has it now, with %s\n  when that one has ended, this brings back what the number had before: %s",
			s.local(), e.Number, whose, e.Note, restoreCommand([]string{e.Number}, s.f.AccountFlags()))
	case lease.Left:
		return fmt.Sprintf("left %s%s alone%s: somebody has changed it meanwhile, it has %s", s.local(), e.Number, whose, e.Note)
	case lease.TakenOver:
		return fmt.Sprintf("%s%s is not ours any more: %s took it over, and gives back what it had", s.local(), e.Number, e.Note)
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
	return "\n  that is a tunnel; if it belongs to a serve that has ended, its machine knows what was there before: twvoice webhook restore " + e.Number
}

// local marks what could be mistaken for the real thing.
func (s *screen) local() string {
	if s.f.Local {
		return "local "
	}
	return ""
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

// notFollowed tells that numbers still point at a URL that the tunnel does not have any more.
func (s *screen) notFollowed(url string, err error) {
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

// edited tells of a change to a document.
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
		s.notef("%s has changed: the next request hears it", name)
	}
}

// waiting tells a person what takes time.
func (s *screen) waiting(what string) {
	if s.f.Env.Err.Is && !s.events {
		s.notef("%s", s.f.Paint().Dim(what+" …"))
	}
}

// notef talks to the person, on standard error.
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
