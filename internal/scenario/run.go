package scenario

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// Setup tells where a scenario's application is and how requests are signed.
type Setup struct {
	Options voicesim.Options        // URL and number; the caller's part comes from the scenario
	Source  func(url string) string // the file that answers a URL, or ""; nil if no files are served
}

// Result is the result of one scenario.
type Result struct {
	Name    string          `json:"name"`
	File    string          `json:"file"`
	Line    int             `json:"line"`
	Outcome Outcome         `json:"outcome"`
	Seconds float64         `json:"seconds"` // duration in real time
	Failure *Failure        `json:"failure,omitempty"`
	Call    transcript.Call `json:"call"`

	Runs       int      `json:"runs,omitempty"`        // of a scenario that is repeated
	FailedRuns int      `json:"failed_runs,omitempty"` // of these
	Figures    []Figure `json:"figures,omitempty"`     // measured in sessions with agents, in all runs

	Mistakes []Mistake `json:"mistakes,omitempty"` // why it is invalid

	Lines []string `json:"-"` // the transcript
	print string   // of the scenario, for a baseline
	Err   error    `json:"-"` // the mistakes of an invalid scenario, with the exit code
}

// Outcome is passed, failed, skipped or invalid.
type Outcome string

const (
	Passed  Outcome = "passed"
	Failed  Outcome = "failed"
	Skipped Outcome = "skipped" // because another one failed before
	Invalid Outcome = "invalid" // it could not run
)

// Failure is why a scenario failed.
type Failure struct {
	File     string   `json:"file"`
	Line     int      `json:"line"` // of the step
	Column   int      `json:"column"`
	Step     string   `json:"step"` // as written; "" for the implied end of the call
	Expected string   `json:"expected"`
	Actual   string   `json:"actual"`
	Fix      string   `json:"fix,omitempty"`     // what to change in the application
	Request  *Request `json:"request,omitempty"` // the last one before the failure

	Messages []transcript.SocketMessage `json:"messages,omitempty"` // the last ones on a WebSocket, both ways
	Owes     string                     `json:"owes,omitempty"`     // who had to act on the open WebSocket

	lines int // length of the transcript at the failure
}

// Run places the call of a scenario. The error is ctx's own, or says why the call could not begin; every other problem
// is a failure in the result. With strict, warnings fail the scenario too.
func Run(ctx context.Context, s *Scenario, setup Setup, strict bool) (Result, error) {
	p := newPlay(s, setup)
	o := setup.Options
	if o.Transport == nil {
		own := client.NewTransport(client.TransportOptions{ConnectTo: o.ConnectTo})
		defer own.CloseIdleConnections()
		o.Transport = own
	}
	p.answers.next = o.Transport
	o.Transport = p.answers
	p.addAgents(&o)
	o.Call.From, o.Call.Params = s.Call.From, maps.Clone(s.Call.Params)
	if s.Call.Status != "" {
		o.Call.Status = event.Hook{URL: resolveURL(o.Call.URL, s.Call.Status)}
	}
	o.Caller, o.Phones, o.Steer = p, p.phone, p.steer
	o.RealTime = o.RealTime || s.RealTime
	o.Observe = p.observe
	if watch := setup.Options.Observe; watch != nil {
		o.Observe = func(e event.Entry) { watch(e); p.observe(e) }
	}
	began := time.Now()
	result, err := voicesim.Run(ctx, o)
	if err != nil {
		return Result{}, err
	}
	p.finish()
	p.call.End(result)
	if strict {
		p.failOnWarnings()
	}
	r := Result{
		Name: s.Name, File: s.Pos.File, Line: s.Pos.Line, Outcome: Passed,
		Seconds: time.Since(began).Round(time.Millisecond).Seconds(), Failure: p.failure, Call: p.call, Lines: p.lines,
	}
	if r.Failure != nil {
		r.Outcome = Failed
	}
	return r, nil
}

// refused returns the result of a scenario that cannot run. If the error has the exit code for found problems, the
// scenario is valid but its target is broken; the result is then failed.
func refused(s *Scenario, err error) Result {
	r := Result{Name: s.Name, File: s.Pos.File, Line: max(s.Pos.Line, 1), Outcome: Invalid, Err: err}
	mistakes, ok := errors.AsType[Mistakes](err)
	if !ok {
		mistakes = Mistakes{{Pos: s.Call.ToPos, Message: err.Error(), cause: err}}
	}
	if fault.ExitOf(err) != fault.Problems {
		r.Mistakes = mistakes
		return r
	}
	at := mistakes[0].Pos
	r.Outcome, r.Failure = Failed, &Failure{
		File: at.File, Line: at.Line, Column: at.Col, Step: "to: " + s.Call.To,
		Expected: "the call starts", Actual: strings.ReplaceAll(mistakes[0].Message, "\n", "; "),
	}
	return r
}

// resolveURL resolves ref, a URL or a path, against the host of base.
func resolveURL(base, ref string) string {
	u, err := url.Parse(base)
	if err != nil || !strings.HasPrefix(ref, "/") {
		return ref
	}
	return u.Scheme + "://" + u.Host + ref
}

// failOnWarnings fails the scenario if there are warnings that it does not expect.
func (p *play) failOnWarnings() {
	for _, a := range p.call.Alerts {
		if a.Level == "warning" && !p.expects(a.Code, a.Rule) {
			p.setFailure("no warning is raised (--strict)", strings.TrimSpace(cmp.Or(a.Code, a.Rule)+" "+a.Message))
		}
	}
}
