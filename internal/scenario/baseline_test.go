package scenario

import (
	"bytes"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/scenario/report"
)

// measuredOnce is a result with one figure.
func measuredOnce(s *Scenario, ms int64) report.Result {
	return report.Result{Name: s.Name, Outcome: report.Passed, Steps: s.print, Figures: []report.Figure{{Name: turnFigure, Count: 1, P50MS: &ms, MaxMS: &ms}}}
}

func TestBaselineFailsWhatIsWorseByBothMeasures(t *testing.T) {
	t.Parallel()
	s := loadOne(t, "name: a\ncall: { to: http://localhost:1/voice }\nsteps: [ hangup ]")
	var file bytes.Buffer
	if err := NewBaseline([]report.Result{measuredOnce(s, 400)}).Write(&file); err != nil {
		t.Fatal(err)
	}
	baseline, err := ReadBaseline(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for ms, want := range map[int64]report.Outcome{400: report.Passed, 490: report.Passed, 500: report.Passed, 501: report.Failed, 3000: report.Failed, 0: report.Passed} {
		r := measuredOnce(s, ms)
		baseline.judge(&r, s)
		if r.Outcome != want || *r.Figures[0].Baseline != 400 {
			t.Errorf("%d ms: got %s %+v, want %s", ms, r.Outcome, r.Failure, want)
		}
	}
	r := measuredOnce(s, 0)
	r.Figures[0].P50MS = nil
	if baseline.judge(&r, s); r.Outcome != report.Failed || !strings.Contains(r.Failure.Actual, "never came") {
		t.Errorf("an answer that never came: got %s %+v", r.Outcome, r.Failure)
	}
}

func TestBaselineRefusesAnotherScenario(t *testing.T) {
	t.Parallel()
	begin := "name: a\nlimits: { turn: 1s }\ncall: { to: http://localhost:1/voice }\nsteps:\n  - say: Hello\n"
	s := loadOne(t, begin)
	baseline := NewBaseline([]report.Result{measuredOnce(s, 400)})
	for source, same := range map[string]bool{
		begin: true,
		strings.ReplaceAll(begin, "localhost:1", "localhost:2"):        true,
		strings.ReplaceAll(begin, "turn: 1s", "turn: 2s"):              true,
		"repeat: 20\n" + begin:                                         true,
		strings.ReplaceAll(begin, "Hello", "Goodbye"):                  false,
		strings.ReplaceAll(begin, "/voice", "/other"):                  false,
		begin + "  - hangup\n":                                         false,
		"real_time: true\n" + begin:                                    false,
		strings.ReplaceAll(begin, "name: a", "name: not compared yet"): true,
	} {
		if err := baseline.Check([]Scenario{*loadOne(t, source)}); (err == nil) != same {
			t.Errorf("got %v for\n%s", err, source)
		}
	}
}

func loadOne(t *testing.T, source string) *Scenario {
	t.Helper()
	all, err := Load("a.yaml", []byte(source), func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	return &all[0]
}
