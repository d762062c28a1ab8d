package serve

import (
	"context"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"github.com/twvoice/twvoice/internal/cli/frame"
	"github.com/twvoice/twvoice/internal/exchange"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/term"
)

// screen tells what happens: to a person a line each, to a program a JSON event each.
// Requests are shown by a goroutine of its own, so that a reader who is slow, or paused, never delays an answer.
type screen struct {
	f      *frame.Frame
	events bool // -o jsonl
	silent bool // a rehearsal, whose transcript shows the requests, or -q
	paint  term.Paint

	mu       sync.Mutex // one line at a time
	requests chan exchange.Exchange
	dropped  atomic.Int64
	done     chan struct{}
}

// waitingRequests is how many requests may wait to be shown; more are counted and dropped.
const waitingRequests = 1024

func newScreen(f *frame.Frame, o Options) *screen {
	out := f.Output()
	s := &screen{
		f: f, events: out.Format == term.JSONL, silent: o.Call || f.Quiet, paint: out.Paint,
		requests: make(chan exchange.Exchange, waitingRequests), done: make(chan struct{}),
	}
	go func() {
		defer close(s.done)
		log := requestLog{screen: s}
		for e := range s.requests {
			log.show(e)
		}
	}()
	return s
}

// exchanged takes a request to be shown. It never blocks.
func (s *screen) exchanged(e exchange.Exchange) {
	select {
	case s.requests <- e:
	default:
		s.dropped.Add(1)
	}
}

// flush shows what is still waiting to be shown. No request may come after it.
func (s *screen) flush(ctx context.Context) error {
	close(s.requests)
	select {
	case <-s.done:
	case <-ctx.Done():
		return nil // the reader has stopped reading; the number is back, and that is what counts
	}
	if n := s.dropped.Load(); n > 0 {
		s.notef("%d requests were not shown: whoever reads the output is too slow", n)
	}
	return nil
}

// announce is the moment that everything before it was for.
func (s *session) announce(context.Context) error {
	phones := []string{}
	for _, n := range s.chosen {
		phones = append(phones, n.PhoneNumber)
	}
	if s.events {
		return s.event("ready", struct {
			PublicURL  string   `json:"public_url"`
			LocalURL   string   `json:"local_url"`
			InspectURL string   `json:"inspect_url"`
			Numbers    []string `json:"numbers"`
		}{s.webhook(), s.local, "", phones})
	}
	if s.f.Quiet {
		return s.print(s.webhook())
	}
	paint, local := s.f.Paint(), ""
	if s.f.Local {
		local = "local "
	}
	s.notef("%s %s answers %s", paint.Green(local+"ready:"), s.o.TwiML, s.webhook())
	for _, n := range s.chosen {
		s.notef("  call %s%s; at the end it gets back what it had: %s", local, paint.Bold(n.PhoneNumber), state(n))
	}
	return nil
}

// returned tells what became of a number that was on loan.
func (s *screen) returned(e lease.Entry, event string) {
	if s.events {
		_ = s.event(event, struct {
			Number  string `json:"number"`
			Outcome string `json:"outcome"`
			Note    string `json:"note"`
		}{e.Number, string(e.Outcome), e.Note})
		return
	}
	whose := ""
	if event == "healed" {
		whose = fmt.Sprintf(", left behind by %s", e.Who())
	}
	if s.f.Local {
		whose += " (local)"
	}
	switch e.Outcome {
	case lease.Restored, lease.Already:
		s.notef("gave %s back%s: %s", e.Number, whose, e.Before)
	case lease.Left:
		s.notef("left %s alone%s: somebody has changed it meanwhile, it has %s", e.Number, whose, e.Note)
	case lease.TakenOver:
		s.notef("%s is not ours any more: %s took it over, and gives back what it had", e.Number, e.Note)
	case lease.Kept:
		s.notef("%s stays pointed; undo it with: twvoice webhook restore %s", e.Number, e.Number)
	default:
		s.notef("%s: %s %s", e.Number, e.Outcome, e.Note)
	}
}

func (s *screen) repointed(phone, url string) {
	if s.events {
		_ = s.event("repointed", struct {
			Number string `json:"number"`
			URL    string `json:"public_url"`
		}{phone, url})
		return
	}
	s.notef("re-pointed %s to %s", phone, url)
}

func (s *screen) tunnelEvent(state, url string, err error) {
	why := ""
	if err != nil {
		why = err.Error()
	}
	switch {
	case s.events:
		_ = s.event("tunnel", struct {
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
		_ = s.event("edited", struct {
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
	s.mu.Lock()
	defer s.mu.Unlock()
	s.f.Env.Notef(format, args...)
}

// event prints one JSON line on standard output.
func (s *screen) event(name string, value any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.f.Output().Event(name, value)
}

func (s *screen) print(line string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := io.WriteString(s.f.Env.Stdout, line+"\n")
	return err
}
