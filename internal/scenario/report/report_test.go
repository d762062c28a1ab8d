package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/golden"
	"github.com/twvoice/twvoice/pkg/transcript"
)

var update = flag.Bool("update", false, "write the golden files anew; read the difference before you commit it")

// recorded are results as they come, each with something that a format must not trip over.
func recorded() []Result {
	warned := transcript.Call{Status: "completed", Alerts: []transcript.Alert{
		{At: 1.5, Level: "warning", Code: "12200", Message: "<say> is no element", URL: "menu.xml", Line: 2, Column: 3},
	}}
	return []Result{
		{Name: "Sales is one key away", File: "calls/menu.yaml", Line: 2, Outcome: Passed, Seconds: 0.012, Call: warned, Lines: []string{`   0.0s  hears    "Hello"`}},
		{
			Name: "It's 100%: a, b\x1b[31m", File: "calls/menu.yaml", Line: 12, Outcome: Failed, Seconds: 1.5, Call: transcript.Call{Status: "completed"},
			Lines: []string{"line 1", "line 2", "line 3", "line 4", "line 5", "line 6", "line 7", "line 8", "line 9", "line 10", "line 11", "line 12", "line 13", "line 14", "too late"},
			Failure: &Failure{
				File: "calls/menu.yaml", Line: 17, Column: 5, Step: "hear: Sales & <more>", Expected: `the caller hears "Sales & <more>"`, Actual: "the call has ended; the caller heard nothing",
				Request: &Request{
					Method: "POST", URL: "http://localhost:3000/sales?a=b", Status: 500, Params: map[string]string{"Digits": "1", "CallToken": "x y"},
					Answer: "<html>\r\n\t\x1b[2Jit broke\n</html>\n",
				},
				Shown: 14,
			},
		},
		{Name: "A number", File: "calls/other calls.yaml", Line: 1, Outcome: Failed, Seconds: 0.001, Call: transcript.Call{Status: "failed"}, Failure: &Failure{
			File: "calls/other calls.yaml", Line: 1, Column: 1, Expected: "the call ends, completed", Actual: "it is failed",
			Request: &Request{Method: "POST", URL: "http://localhost:1/voice"},
		}},
		{Name: "Skipped", File: "calls/other calls.yaml", Line: 9, Outcome: Skipped},
	}
}

func TestReports(t *testing.T) {
	t.Parallel()
	screen := Screen{Paint: transcript.Plain{}, Again: " --app http://localhost:3000"}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"screen.txt": func(b *bytes.Buffer) error {
			var sum Summary
			for _, r := range recorded() {
				b.WriteString(strings.Join(screen.Lines(r), "\n") + "\n")
				sum.Add(r)
				sum.Seconds += r.Seconds
			}
			b.WriteString(screen.Last(sum) + "\n")
			return nil
		},
		"junit.xml": func(b *bytes.Buffer) error { return JUnit(b, recorded()) },
		"github.txt": func(b *bytes.Buffer) error {
			for _, r := range recorded() {
				if err := GitHub(b, r, func(file string) string { return "app/" + file }); err != nil {
					return err
				}
			}
			return nil
		},
		"results.json": func(b *bytes.Buffer) error {
			enc := json.NewEncoder(b)
			enc.SetIndent("", "  ")
			enc.SetEscapeHTML(false)
			return enc.Encode(recorded())
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got bytes.Buffer
			if err := write(&got); err != nil {
				t.Fatal(err)
			}
			golden.File(t, filepath.Join("testdata", name), got.String(), *update)
		})
	}
}
