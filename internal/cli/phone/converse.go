package phone

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Conversation is one simulated call to place and show.
type Conversation struct {
	Options voicesim.Options
	Lines   []voicesim.Line // what the caller does
	// Source returns the file that answers a URL, or "" to show the URL. May be nil.
	Source func(url string) string
	Local  bool // all parts are local
	Served bool // a running serve answers it and stores the requests
	Phone  bool // the user at the terminal is the caller
	// Talk receives a function that prints a line next to the transcript; it returns when the call has ended. May be
	// nil.
	Talk func(tell func(line string))
	// Witness observes the call in addition to the screen; may be nil.
	Witness Observer
}

// Observer observes a call: the caller's turns and all events.
type Observer interface {
	Watch(voicesim.Caller) voicesim.Caller
	Observe(event.Entry)
}

// Converse places the call and shows it as it happens, in the selected format. Alerts of level error, and input that the
// call did not listen for, return an error with exit code 1 and no further message.
func Converse(ctx context.Context, f *cmdutil.Factory, c Conversation) error {
	if err := f.Output().Stream(); err != nil {
		return err
	}
	script, err := voicesim.NewScript(c.Lines...)
	if err != nil {
		return fault.With(err, fault.Usage, "")
	}
	script.HangUp = c.Options.HangUpAfter == 0 && !c.Phone
	show := newShow(f.Output(), c)
	caller := &voicesim.Patient{Caller: script}
	show.c.Options.Caller, show.c.Options.Observe = caller, show.observe
	if c.Witness != nil {
		show.c.Options.Caller = c.Witness.Watch(caller)
		show.c.Options.Observe = func(e event.Entry) { c.Witness.Observe(e); show.observe(e) }
	}
	mirror := account.NewMirror(f.Env)
	defer mirror.Close()
	mirror.Attach(ctx, &show.c.Options)
	result, err := run(ctx, f, show)
	if err != nil {
		return err
	}
	for _, line := range script.Left() {
		show.add(transcript.Item{Leg: event.First, Kind: transcript.Note, At: show.at, Text: fmt.Sprintf("%q was not used: the call never waited for it", line.Press+line.Say)})
	}
	if c.Local || c.Served {
		noteEnd(ctx, f, result)
	}
	if err := show.end(result); err != nil {
		return err
	}
	if show.call.Errors() > 0 || len(script.Left()) > 0 || show.unheard {
		return fault.Quiet(fault.Problems)
	}
	return nil
}

// run places the call with the user at the terminal or the script as the caller.
func run(ctx context.Context, f *cmdutil.Factory, show *show) (voicesim.Result, error) {
	if show.c.Phone {
		return runManually(ctx, f, show)
	}
	show.talk(func(line string) { f.Env.Notef("%s", line) })
	show.begin()
	return voicesim.Run(ctx, show.c.Options)
}

// show prints a call on standard output.
type show struct {
	out     term.Output
	c       Conversation
	to      func(line string) // receives lines; nil: standard output
	draft   func(line string) // shows an answer of an agent as it arrives; nil without a terminal
	answer  answer            // the last one
	reader  transcript.Reader
	call    transcript.Call
	at      float64
	unheard bool
	same    map[string]bool // paths answered by the same file that were reported
	failed  error           // write error
}

func newShow(out term.Output, c Conversation) *show { return &show{out: out, c: c} }

func (s *show) lines() bool { return !s.out.Machine() }

func (s *show) talk(tell func(line string)) {
	if s.c.Talk != nil {
		s.c.Talk(tell)
	}
}

func (s *show) begin() {
	call := s.c.Options.Call
	if !s.lines() {
		return
	}
	what := "call"
	if s.c.Local {
		what = "local call"
	}
	s.print(s.out.Paint.Bold(fmt.Sprintf("%s from %s to %s", what, call.From, call.To)))
}

// answer is an answer of an agent on its way.
type answer struct {
	cycle int
	at    time.Duration // of its first token
	text  string
}

// tokens shows an agent's answer as it arrives. The whole answer replaces it.
func (s *show) tokens(e event.Entry) {
	for _, action := range e.Actions {
		switch a := action.(type) {
		case event.Token:
			if a.Cycle != s.answer.cycle {
				s.answer = answer{cycle: a.Cycle, at: e.At}
			}
			s.answer.text += a.Text
			s.draft(transcript.Line(transcript.Item{At: s.answer.at.Seconds(), Leg: e.Leg, Kind: transcript.Say, Socket: true, Text: s.answer.text}, s.out.Paint))
		case event.Say, event.SocketEnded:
			s.draft("")
		}
	}
}

func (s *show) observe(e event.Entry) {
	if s.draft != nil {
		s.tokens(e)
	}
	for _, part := range s.reader.Read(e) {
		s.add(part)
	}
	for _, action := range e.Actions {
		if f, ok := action.(event.Fetch); ok {
			s.sameFile(e, f)
		}
	}
	for _, action := range e.Actions {
		if _, ok := action.(event.Unheard); ok && e.Leg == event.First {
			s.unheard = true
		}
	}
}

// sameFile notes that a request for another path is answered by the same file, which can be unexpected.
func (s *show) sameFile(e event.Entry, f event.Fetch) {
	first, err1 := url.Parse(s.c.Options.Call.URL)
	u, err2 := url.Parse(f.URL)
	if s.c.Source == nil || f.Callback || f.Purpose == event.PurposePlay || err1 != nil || err2 != nil || u.Host != first.Host || u.Path == first.Path {
		return
	}
	name := s.c.Source(f.URL)
	if name == "" || name != s.c.Source(first.String()) || s.same[u.Path] {
		return
	}
	if s.same == nil {
		s.same = map[string]bool{}
	}
	s.same[u.Path] = true
	s.add(transcript.Item{At: e.At.Seconds(), Leg: e.Leg, Kind: transcript.Note, Text: fmt.Sprintf("%s is answered by %s as well: a FILE answers every path; use a folder for one document per path", u.Path, name)})
}

func (s *show) add(part transcript.Part) {
	if alert, ok := part.(transcript.Alert); ok && s.c.Source != nil {
		if name := s.c.Source(alert.URL); name != "" {
			alert.URL = name
		}
		part = alert
	}
	s.at = part.When()
	s.call.Add(part)
	switch {
	case s.lines():
		s.print(transcript.Line(part, s.out.Paint))
	case s.out.Format == term.JSONL && !s.out.Quiet:
		s.event(part.Name(), part)
	}
}

func (s *show) end(result voicesim.Result) error {
	s.call.End(result)
	view := term.View{ID: func(r term.Record) string { return r.String("call_sid") }}
	switch {
	case s.lines():
		s.print(s.call.Outcome())
	case s.out.Format == term.JSONL && !s.out.Quiet:
		s.event("ended", s.call.Brief())
	default:
		return s.out.One(view, s.call)
	}
	return s.failed
}

func (s *show) event(name string, value any) { s.keep(s.out.Event(name, value)) }

func (s *show) print(line string) {
	if s.to != nil {
		s.to(line)
		return
	}
	_, err := fmt.Fprintln(s.out.To, line)
	s.keep(err)
}

// keep records the first write error. The call continues to its end.
func (s *show) keep(err error) {
	if s.failed == nil {
		s.failed = err
	}
}

// noteEnd stores how a call to a serve on this machine ended. Without it, lists show "last seen", so a failure here is
// ignored.
func noteEnd(ctx context.Context, f *cmdutil.Factory, result voicesim.Result) {
	archive, err := f.Archive(ctx)
	if err != nil {
		return
	}
	defer archive.Close()
	_ = archive.End(ctx, capture.Ending{CallSid: result.CallSid, Status: string(result.Status), At: f.Env.Now()})
}
