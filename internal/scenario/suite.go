package scenario

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/twvoice/twvoice/internal/scenario/report"
)

// Suite runs scenarios, several at a time. Setup is required and must be safe for concurrent use.
type Suite struct {
	Setup    func(*Scenario) Setup
	Jobs     int       // scenarios at a time; 0 means one
	FailFast bool      // skip the scenarios after the first failure
	Strict   bool      // warnings fail a scenario
	Baseline *Baseline // nil: figures are not compared with earlier ones
	// called per result, in the order of the scenarios, from one goroutine; may be nil; an error ends the suite
	Finished func(report.Result) error
}

// outcome is the result of one scenario, valid once done is closed.
type outcome struct {
	done   chan struct{}
	result report.Result
	err    error
}

// Run runs all scenarios and returns when they have ended.
func (s Suite) Run(ctx context.Context, scenarios []Scenario) (report.Summary, error) {
	began := time.Now()
	ctx, stop := context.WithCancel(ctx)
	outcomes := make([]outcome, len(scenarios))
	for i := range outcomes {
		outcomes[i].done = make(chan struct{})
	}
	var workers sync.WaitGroup
	defer workers.Wait()
	defer stop()
	var taken atomic.Int64
	for range max(1, min(s.Jobs, len(scenarios))) {
		workers.Go(func() {
			for i := int(taken.Add(1)) - 1; i < len(scenarios); i = int(taken.Add(1)) - 1 {
				outcomes[i].result, outcomes[i].err = s.run(ctx, &scenarios[i])
				close(outcomes[i].done)
			}
		})
	}
	sum, err := s.collect(scenarios, outcomes, stop)
	sum.Seconds = time.Since(began).Round(time.Millisecond).Seconds()
	return sum, err
}

func (s Suite) run(ctx context.Context, scenario *Scenario) (report.Result, error) {
	if err := ctx.Err(); err != nil {
		return report.Result{}, err
	}
	if scenario.Err != nil {
		return refused(scenario, scenario.Err), nil
	}
	result, err := s.repeat(ctx, scenario)
	if err != nil && ctx.Err() == nil {
		return refused(scenario, err), nil // this call could not begin; the others can
	}
	return result, err
}

// collect takes the results in the order of the scenarios, so that the output is the same every time. In a fail-fast
// suite, results after the first failed or invalid scenario do not count, even if those scenarios ran.
func (s Suite) collect(scenarios []Scenario, outcomes []outcome, stop func()) (report.Summary, error) {
	var sum report.Summary
	for i := range outcomes {
		o := &outcomes[i]
		if s.FailFast && sum.Failed+sum.Invalid > 0 {
			stop()
			at := scenarios[i].Pos
			o = &outcome{result: report.Result{Name: scenarios[i].Name, File: at.File, Line: max(at.Line, 1), Outcome: report.Skipped}}
		} else {
			<-o.done
		}
		if o.err != nil {
			return sum, o.err
		}
		sum.Add(o.result)
		if s.Finished == nil {
			continue
		}
		if err := s.Finished(o.result); err != nil {
			return sum, err
		}
	}
	return sum, nil
}
