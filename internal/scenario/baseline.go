package scenario

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"

	"github.com/twvoice/twvoice/internal/scenario/report"
)

// Baseline is what an earlier run has measured, by scenario. Read one with [ReadBaseline], or make one of results with
// [NewBaseline]. A nil Baseline compares nothing. It is safe for concurrent use once it is made.
type Baseline struct {
	Version   int        `json:"version"`
	Scenarios []Measured `json:"scenarios"`
}

// Measured is what was measured in all runs of one scenario.
type Measured struct {
	Name    string          `json:"name"`
	Steps   string          `json:"steps"` // differs between scenarios that cannot be compared
	Runs    int             `json:"runs"`
	Figures []report.Figure `json:"figures"`
}

const baselineVersion = 1

// NewBaseline returns what some results have measured. Scenarios without an agent are left out.
func NewBaseline(results []report.Result) *Baseline {
	b := &Baseline{Version: baselineVersion, Scenarios: []Measured{}}
	for _, r := range results {
		if len(r.Figures) == 0 {
			continue
		}
		m := Measured{Name: r.Name, Steps: r.Steps, Runs: max(1, r.Runs)}
		for _, f := range r.Figures {
			f.LimitMS, f.Limit95, f.Baseline = nil, nil, nil
			m.Figures = append(m.Figures, f)
		}
		b.Scenarios = append(b.Scenarios, m)
	}
	return b
}

// ReadBaseline reads a baseline that [Baseline.Write] wrote.
func ReadBaseline(source []byte) (*Baseline, error) {
	b := &Baseline{}
	dec := json.NewDecoder(bytes.NewReader(source))
	dec.DisallowUnknownFields()
	switch err := dec.Decode(b); {
	case err != nil:
		return nil, fmt.Errorf("not a baseline of twvoice test: %w", err)
	case b.Version != baselineVersion:
		return nil, fmt.Errorf("its version is %d, but this twvoice reads version %d", b.Version, baselineVersion)
	}
	return b, nil
}

// Write writes the baseline as JSON.
func (b *Baseline) Write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(b)
}

// Check returns an error if a scenario differs from the one that the baseline has measured: their figures mean different
// things. A scenario that the baseline does not have is not compared.
func (b *Baseline) Check(scenarios []Scenario) error {
	if b == nil {
		return nil
	}
	for i := range scenarios {
		s := &scenarios[i]
		if m, ok := b.of(s.Name); ok && s.Err == nil && m.Steps != s.print {
			return fmt.Errorf("%s: the scenario %q differs from the one that the baseline has measured", s.Pos, s.Name)
		}
	}
	return nil
}

func (b *Baseline) of(name string) (Measured, bool) {
	if b == nil {
		return Measured{}, false
	}
	i := slices.IndexFunc(b.Scenarios, func(m Measured) bool { return m.Name == name })
	if i < 0 {
		return Measured{}, false
	}
	return b.Scenarios[i], true
}

// judge adds the earlier figures to a result, and fails it if one is worse.
func (b *Baseline) judge(r *report.Result, s *Scenario) {
	before, ok := b.of(s.Name)
	if !ok {
		return
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		j := slices.IndexFunc(before.Figures, func(old report.Figure) bool { return old.Name == f.Name })
		if j < 0 {
			continue
		}
		old := before.Figures[j]
		f.Baseline = old.P50MS
		if actual := cmp.Or(worse("half of them", old.P50MS, f.P50MS), worse("95 percent of them", old.P95MS, f.P95MS)); actual != "" {
			r.Fail(&report.Failure{
				File: s.Pos.File, Line: max(s.Pos.Line, 1), Column: max(s.Pos.Col, 1), Step: "baseline",
				Expected: fmt.Sprintf("%s takes no longer than in the baseline", f.Name), Actual: actual,
			})
		}
	}
}

// A figure is worse than before if it is larger by both. Choice: smaller differences are the noise of a machine.
const (
	worseFactor = 1.2
	worseBy     = 100 // milliseconds
)

// worse says how a figure is worse than before, or returns "". What never came before is not compared.
func worse(what string, before, now *int64) string {
	switch {
	case before == nil || now != nil && (float64(*now) <= worseFactor*float64(*before) || *now <= *before+worseBy):
		return ""
	case now == nil && what != "half of them": // too few values this time
		return ""
	case now == nil:
		return fmt.Sprintf("it never came; before, it took %d ms", *before)
	}
	return fmt.Sprintf("%s took up to %d ms; before, it was %d ms", what, *now, *before)
}

// fingerprint identifies what a scenario does. The name, the expected alerts, the limits, the number of runs and the host
// of the application do not matter.
func fingerprint(n *node, s Scenario) string {
	h := sha256.New()
	to := s.Call.To
	if u, err := url.Parse(to); err == nil && u.Host != "" {
		to = u.RequestURI()
	}
	fmt.Fprintf(h, "%s\n%s\n%s\n%t\n", to, s.Call.From, s.Call.Params.Encode(), s.RealTime)
	if e, ok := n.entry("steps"); ok {
		io.WriteString(h, e.value.inline())
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
