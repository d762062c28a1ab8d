// Package report holds the results of scenarios and writes them: lines for a terminal, JUnit XML, and annotations for
// GitHub Actions. It does not run or read scenarios; internal/scenario makes the results.
package report

import (
	"github.com/twvoice/twvoice/internal/scenario/mistake"
	"github.com/twvoice/twvoice/pkg/transcript"
)

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

	Mistakes []mistake.Mistake `json:"mistakes,omitempty"` // why it is invalid

	Lines []string `json:"-"` // the transcript
	Steps string   `json:"-"` // of the scenario, for a baseline
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

// Fail fails a result that has passed, at the end of its transcript. It does not change any other result.
func (r *Result) Fail(f *Failure) {
	if r.Outcome == Passed {
		f.Shown = len(r.Lines)
		r.Outcome, r.Failure = Failed, f
	}
}
