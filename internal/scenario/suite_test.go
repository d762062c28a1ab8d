package scenario

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/scenario/report"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// crowd returns n callers of a greeting. Every tenth expects another one.
func crowd(t *testing.T, n int) (scene, []Scenario) {
	t.Helper()
	var file strings.Builder
	for i := range n {
		want := "Hello"
		if i%10 == 9 {
			want = "Goodbye"
		}
		fmt.Fprintf(&file, "---\nname: caller %d\ncall: { to: /voice }\nsteps:\n  - press: 1\n  - hear: %s\n", i, want)
	}
	scenarios, err := Load("crowd.yaml", []byte(file.String()), func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	return scene{
		"voice.xml": `<Response><Gather numDigits="1" action="/hello"/></Response>`,
		"hello.xml": `<Response><Say>Hello.</Say></Response>`,
	}, scenarios
}

// The same scenarios report the same in the same order, however many run at a time, also with fail-fast.
func TestSuiteReportIsDeterministic(t *testing.T) {
	t.Parallel()
	app, scenarios := crowd(t, 200)
	for _, failFast := range []bool{false, true} {
		var first []string
		for _, jobs := range []int{1, 8, 200} {
			var got []string
			suite := Suite{Setup: app.setup, Jobs: jobs, FailFast: failFast, Finished: func(r report.Result) error {
				got = append(got, fmt.Sprint(r.Name, r.Outcome))
				return nil
			}}
			sum, err := suite.Run(t.Context(), scenarios)
			if err != nil {
				t.Fatal(err)
			}
			if want := (report.Summary{Passed: 180, Failed: 20, Seconds: sum.Seconds}); !failFast && sum != want {
				t.Errorf("got %+v, want %+v", sum, want)
			}
			if want := (report.Summary{Passed: 9, Failed: 1, Skipped: 190, Seconds: sum.Seconds}); failFast && sum != want {
				t.Errorf("got %+v, want %+v", sum, want)
			}
			if first == nil {
				first = got
			}
			if diff := cmp.Diff(first, got); diff != "" {
				t.Errorf("%d jobs (-first +got):\n%s", jobs, diff)
			}
		}
	}
}

func TestCanceledSuiteStillReports(t *testing.T) {
	t.Parallel()
	app, scenarios := crowd(t, 20)
	ctx, cancel := context.WithCancel(t.Context())
	suite := Suite{Jobs: 3, Setup: func(s *Scenario) Setup {
		if s.Name == "caller 10" {
			cancel()
		}
		return app.setup(s)
	}}
	if _, err := suite.Run(ctx, scenarios); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	full := errors.New("the disk is full")
	suite.Setup = app.setup
	suite.Finished = func(report.Result) error { return full }
	if _, err := suite.Run(t.Context(), scenarios); !errors.Is(err, full) {
		t.Errorf("got %v, want %v", err, full)
	}
}

// A run does not change a scenario: the same one can run several times in parallel.
func TestScenarioCanBeRunAgain(t *testing.T) {
	t.Parallel()
	app, scenarios := crowd(t, 1)
	for range 3 {
		r, err := Run(t.Context(), &scenarios[0], app.setup(&scenarios[0]), true)
		if err != nil || r.Outcome != report.Passed || r.Call.Status != string(event.Completed) {
			t.Errorf("got %v %+v", err, r)
		}
	}
}
