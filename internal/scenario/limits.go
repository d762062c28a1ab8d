package scenario

import (
	"context"
	"fmt"
	"time"

	"github.com/twvoice/twvoice/internal/scenario/mistake"
	"github.com/twvoice/twvoice/internal/scenario/report"
)

// limit is one entry of limits: `turn: 1500ms`.
type limit struct {
	pos    mistake.Pos
	name   string // of a [Figure]
	source string // as written
	most   time.Duration
}

// limits reads the mapping of limits, in the order of the file.
func (l *loader) limits(n *node) []limit {
	if n.shape != mapping {
		l.mistakes.Add(n.pos, "limits is a mapping, as in { greeting: 1500ms, turn: 1500ms }, not %s", n.shape)
		return nil
	}
	f := l.fields(n, "limits", limitKeys())
	var all []limit
	for _, e := range n.entries {
		if f.has(e.name) {
			all = append(all, limit{pos: e.pos, name: e.name, source: e.name + ": " + e.value.text, most: f.length(e.name, 0)})
		}
	}
	return all
}

// wants describes a limit as a sentence.
func (l limit) wants() string {
	switch l.name {
	case turnFigure:
		return fmt.Sprintf("the agent answers within %s", l.most)
	case turnP95:
		return fmt.Sprintf("the agent gives 95 percent of its answers within %s", l.most)
	case bargeInFigure:
		return fmt.Sprintf("the agent is silent within %s after an interruption begins", l.most)
	case deadAirFigure:
		return fmt.Sprintf("the two are silent for %s at most", l.most)
	}
	return fmt.Sprintf("the agent greets within %s", l.most)
}

// exceeded returns how the measurements exceed the limit, or "". What never came exceeds every limit.
func (l limit) exceeded(m measurements) string {
	if l.name == turnP95 {
		return l.exceededP95(m.of(turnFigure))
	}
	s := m.of(l.name)
	switch {
	case len(s.came) == 0 && s.missing == 0:
		return l.unmeasured()
	case s.missing > 0 && s.unanswered != "":
		return fmt.Sprintf("the answer to %q never came", s.unanswered)
	case s.missing > 0:
		return "it never came"
	case s.worst() <= l.most:
		return ""
	case s.slowest != "":
		return fmt.Sprintf("the answer to %q began after %s", s.slowest, s.worst())
	}
	return fmt.Sprintf("it took %s", s.worst())
}

func (l limit) exceededP95(s samples) string {
	p95 := s.p95()
	switch {
	case s.missing > 0:
		return fmt.Sprintf("the answer to %q never came", s.unanswered)
	case p95 == nil:
		return fmt.Sprintf("there were %d answers, and a 95th percentile needs %d: add repeat", len(s.came), fewestForP95)
	case time.Duration(*p95)*time.Millisecond > l.most:
		return fmt.Sprintf("it took %d ms", *p95)
	}
	return ""
}

// unmeasured says why there is nothing to compare with the limit.
func (l limit) unmeasured() string {
	switch l.name {
	case bargeInFigure:
		return "the caller interrupted nothing: add a step interrupt"
	case turnFigure:
		return "the caller said nothing to an agent behind a WebSocket"
	}
	return "no agent behind a WebSocket took part in the call"
}

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
