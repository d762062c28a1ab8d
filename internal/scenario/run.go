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
	"github.com/twvoice/twvoice/internal/scenario/mistake"
	"github.com/twvoice/twvoice/internal/scenario/report"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// Setup tells where a scenario's application is and how requests are signed.
type Setup struct {
	Options voicesim.Options        // URL and number; the caller's part comes from the scenario
	Source  func(url string) string // the file that answers a URL, or ""; nil if no files are served
}

// Run places the call of a scenario. The error is ctx's own, or says why the call could not begin; every other problem
// is a failure in the result. With strict, warnings fail the scenario too.
func Run(ctx context.Context, s *Scenario, setup Setup, strict bool) (report.Result, error) {
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
		return report.Result{}, err
	}
	p.finish()
	p.call.End(result)
	if strict {
		p.failOnWarnings()
	}
	r := report.Result{
		Name: s.Name, File: s.Pos.File, Line: s.Pos.Line, Outcome: report.Passed,
		Seconds: time.Since(began).Round(time.Millisecond).Seconds(), Failure: p.failure, Call: p.call, Lines: p.lines,
	}
	if r.Failure != nil {
		r.Outcome = report.Failed
	}
	return r, nil
}

// refused returns the result of a scenario that cannot run. If the error has the exit code for found problems, the
// scenario is valid but its target is broken; the result is then failed.
func refused(s *Scenario, err error) report.Result {
	r := report.Result{Name: s.Name, File: s.Pos.File, Line: max(s.Pos.Line, 1), Outcome: report.Invalid, Err: err}
	mistakes, ok := errors.AsType[mistake.Mistakes](err)
	if !ok {
		mistakes = mistake.Mistakes{{Pos: s.Call.ToPos, Message: err.Error(), Cause: err}}
	}
	if fault.ExitOf(err) != fault.Problems {
		r.Mistakes = mistakes
		return r
	}
	at := mistakes[0].Pos
	r.Outcome, r.Failure = report.Failed, &report.Failure{
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
