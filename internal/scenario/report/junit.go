package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/twvoice/twvoice/pkg/transcript"
)

// JUnit writes results as JUnit XML: one suite per file, one case per scenario, the transcript in system-out. It uses
// only elements and attributes of the schema that Jenkins' xUnit plugin checks (junit-10.xsd); the scenario's line
// number is therefore in the failure text.
func JUnit(w io.Writer, results []Result) error {
	all := junitAll{Name: "twvoice"}
	for _, r := range results {
		n := len(all.Suites)
		if n == 0 || all.Suites[n-1].Name != r.File {
			all.Suites = append(all.Suites, junitSuite{Name: r.File, File: r.File})
			n++
		}
		all.Suites[n-1].add(r)
	}
	for i := range all.Suites {
		s := &all.Suites[i]
		s.Time = seconds(s.seconds)
		all.Tests, all.Failures = all.Tests+s.Tests, all.Failures+s.Failures
		all.Errors += s.Errors
		all.seconds += s.seconds
	}
	all.Time = seconds(all.seconds)
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

type junitAll struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`

	seconds float64
}

type junitSuite struct {
	Name     string          `xml:"name,attr"`
	File     string          `xml:"file,attr"`
	Tests    int             `xml:"tests,attr"`
	Failures int             `xml:"failures,attr"`
	Errors   int             `xml:"errors,attr"`
	Skipped  int             `xml:"skipped,attr"`
	Time     string          `xml:"time,attr"`
	Measured []junitProperty `xml:"properties>property"` // a case has none in the schema
	Cases    []junitCase     `xml:"testcase"`

	seconds float64
}

// junitProperty is something that was measured: "NAME OF THE SCENARIO: turn_p50_ms".
type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value int64  `xml:"value,attr"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Time    string        `xml:"time,attr"`
	Failure *junitFailure `xml:"failure"`
	Error   *junitFailure `xml:"error"` // the scenario could not run
	Skipped *struct{}     `xml:"skipped"`
	Out     *junitText    `xml:"system-out"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",cdata"`
}

type junitText struct {
	Text string `xml:",cdata"`
}

// xmlLines joins lines and drops characters that XML does not allow.
func xmlLines(lines []string) string {
	var clean []string
	for _, line := range lines {
		clean = append(clean, Harmless(strings.ToValidUTF8(line, "�")))
	}
	return strings.Join(clean, "\n")
}

func (s *junitSuite) add(r Result) {
	c := junitCase{
		Name: r.Name, Class: strings.TrimSuffix(r.File, ".yaml"), Time: seconds(r.Seconds),
	}
	if len(r.Lines) > 0 {
		c.Out = &junitText{xmlLines(r.Lines)}
	}
	s.measure(r)
	s.Tests++
	s.seconds += r.Seconds
	switch r.Outcome {
	case Failed:
		s.Failures++
		c.Failure = &junitFailure{
			Message: r.Failure.Message(), Type: "scenario",
			Text: xmlLines(Screen{Paint: transcript.Plain{}}.failure(r)),
		}
	case Invalid:
		s.Errors++
		lines := r.mistakes()
		c.Error = &junitFailure{Message: xmlLines(lines[:1]), Type: "invalid", Text: xmlLines(lines)}
	case Skipped:
		s.Skipped++
		c.Skipped = &struct{}{}
	}
	s.Cases = append(s.Cases, c)
}

// measure adds what was measured. What never came has no property.
func (s *junitSuite) measure(r Result) {
	for _, f := range r.Figures {
		for _, v := range []struct {
			name  string
			value *int64
		}{{"_p50_ms", f.P50MS}, {"_p95_ms", f.P95MS}, {"_max_ms", f.MaxMS}, {"_limit_ms", f.LimitMS}, {"_p95_limit_ms", f.Limit95}} {
			if v.value != nil {
				s.Measured = append(s.Measured, junitProperty{Harmless(r.Name) + ": " + f.Name + v.name, *v.value})
			}
		}
	}
}

// Message returns the failure in one line.
func (f *Failure) Message() string {
	return fmt.Sprintf("%s: want %s; but %s", f.where(), Harmless(f.Expected), Harmless(f.Actual))
}

func seconds(s float64) string { return fmt.Sprintf("%.3f", s) }
