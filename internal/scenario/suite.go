package scenario

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Suite runs scenarios, several at once. Setup is needed; it is called from several goroutines.
type Suite struct {
	Setup    func(*Scenario) Setup
	Jobs     int  // at once; 0 is one
	FailFast bool // what comes behind the first failure does not count
	Strict   bool // warnings fail
	// Finished is told of each result, in the order of the scenarios and from one goroutine; nil is nobody. An error ends the suite.
	Finished func(Result) error
}

// Summary is what came of all of them.
type Summary struct {
	Passed  int     `json:"passed"`
	Failed  int     `json:"failed"`
	Skipped int     `json:"skipped"`
	Invalid int     `json:"invalid"` // could not be run
	Seconds float64 `json:"seconds"` // in real time
}

// outcome is the result of one scenario, once done is closed.
type outcome struct {
	done   chan struct{}
	result Result
	err    error
}

// Run runs all of them and stays until they are over.
func (s Suite) Run(ctx context.Context, scenarios []Scenario) (Summary, error) {
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

func (s Suite) run(ctx context.Context, scenario *Scenario) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	if scenario.Err != nil {
		return refused(scenario, scenario.Err), nil
	}
	result, err := Run(ctx, scenario, s.Setup(scenario), s.Strict)
	if err != nil && ctx.Err() == nil {
		return refused(scenario, err), nil // the call could not begin; the others can
	}
	return result, err
}

// collect takes the results in the order of the scenarios, so that the same scenarios say the same every time. Behind the
// first failure of a fail-fast suite (an invalid scenario is one) nothing counts, whether it was run meanwhile or not.
func (s Suite) collect(scenarios []Scenario, outcomes []outcome, stop func()) (Summary, error) {
	var sum Summary
	for i := range outcomes {
		o := &outcomes[i]
		if s.FailFast && sum.Failed+sum.Invalid > 0 {
			stop()
			at := scenarios[i].Pos
			o = &outcome{result: Result{Name: scenarios[i].Name, File: at.File, Line: max(at.Line, 1), Outcome: Skipped}}
		} else {
			<-o.done
		}
		if o.err != nil {
			return sum, o.err
		}
		sum.add(o.result)
		if s.Finished == nil {
			continue
		}
		if err := s.Finished(o.result); err != nil {
			return sum, err
		}
	}
	return sum, nil
}

func (s *Summary) add(r Result) {
	switch r.Outcome {
	case Passed:
		s.Passed++
	case Failed:
		s.Failed++
	case Skipped:
		s.Skipped++
	case Invalid:
		s.Invalid++
	}
}
