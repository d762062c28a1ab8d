package scenario

import (
	"context"

	"github.com/twvoice/twvoice/internal/scenario/report"
)

// repeat runs a scenario as often as it says. One failed run fails it; the result is the first failed run, or the last one.
// The limits apply to all runs together.
func (s Suite) repeat(ctx context.Context, scenario *Scenario) (report.Result, error) {
	var shown report.Result
	measured := measurements{}
	failed, seconds := 0, 0.0
	for range max(1, scenario.Repeat) {
		r, err := Run(ctx, scenario, s.Setup(scenario), s.Strict)
		if err != nil {
			return r, err
		}
		seconds += r.Seconds
		measured.call(r.Call)
		if failed == 0 {
			shown = r
		}
		if r.Outcome == report.Failed {
			failed++
		}
	}
	shown.Seconds, shown.Steps = seconds, scenario.print
	shown.Figures = measured.figures(scenario.limits)
	if scenario.Repeat > 1 {
		shown.Runs, shown.FailedRuns = scenario.Repeat, failed
	}
	judge(&shown, scenario, measured)
	s.Baseline.judge(&shown, scenario)
	return shown, nil
}

// judge fails a result that exceeds a limit, unless it has failed before.
func judge(r *report.Result, s *Scenario, measured measurements) {
	for _, l := range s.limits {
		if actual := l.exceeded(measured); actual != "" {
			r.Fail(&report.Failure{File: l.pos.File, Line: l.pos.Line, Column: l.pos.Col, Step: l.source, Expected: l.wants(), Actual: actual})
		}
	}
}
