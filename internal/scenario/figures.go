package scenario

import (
	"slices"
	"time"

	"github.com/twvoice/twvoice/internal/scenario/report"
	"github.com/twvoice/twvoice/pkg/transcript"
)

// The names of what is measured. A limit can also be turn_p95.
const (
	greetingFigure = "greeting"
	turnFigure     = "turn"
	bargeInFigure  = "barge_in"
	deadAirFigure  = "dead_air"

	turnP95 = "turn_p95"
)

// fewestForP95 is how many values a 95th percentile needs.
const fewestForP95 = 20

// samples are the values of one thing.
type samples struct {
	came       []time.Duration
	missing    int
	slowest    string // words whose answer took longest
	unanswered string // words whose answer never came first
}

func (s *samples) add(ms *int64, said string) {
	if ms == nil {
		if s.missing++; s.unanswered == "" {
			s.unanswered = said
		}
		return
	}
	d := time.Duration(*ms) * time.Millisecond
	if len(s.came) == 0 || d > s.worst() {
		s.slowest = said
	}
	s.came = append(s.came, d)
}

func (s samples) worst() time.Duration {
	if len(s.came) == 0 {
		return 0
	}
	return slices.Max(s.came)
}

func (s samples) p95() *int64 {
	if len(s.came) < fewestForP95 {
		return nil
	}
	return transcript.Percentile(s.came, 0.95)
}

// measurements are the samples of some calls, by name.
type measurements map[string]samples

func (m measurements) of(name string) samples { return m[name] }

func (m measurements) add(name string, ms *int64, said string) {
	s := m[name]
	s.add(ms, said)
	m[name] = s
}

// call adds the sessions of a call. An answer without speech, such as the end of the session,
// is not measured.
func (m measurements) call(c transcript.Call) {
	for _, s := range c.Sockets {
		m.add(greetingFigure, s.Metrics.GreetingMS, "")
		m.add(deadAirFigure, s.Metrics.DeadAirMS, "")
		for _, t := range s.Metrics.Turns {
			if t.TurnMS != nil || t.FirstTokenMS == nil {
				m.add(turnFigure, t.TurnMS, t.Said)
			}
			if t.BargeInMS != nil {
				m.add(bargeInFigure, t.BargeInMS, "")
			}
		}
	}
}

// figures returns everything that was measured, with the limits of the scenario.
func (m measurements) figures(limits []limit) []report.Figure {
	var all []report.Figure
	for _, name := range []string{greetingFigure, turnFigure, bargeInFigure, deadAirFigure} {
		s, measured := m[name]
		f := report.Figure{Name: name, Count: len(s.came), Missing: s.missing, P50MS: transcript.Percentile(s.came, 0.5), P95MS: s.p95(), MaxMS: transcript.Percentile(s.came, 1)}
		for _, l := range limits {
			ms := l.most.Milliseconds()
			switch l.name {
			case name:
				f.LimitMS = &ms
			case name + "_p95":
				f.Limit95 = &ms
			}
		}
		if measured || f.LimitMS != nil || f.Limit95 != nil {
			all = append(all, f)
		}
	}
	return all
}
