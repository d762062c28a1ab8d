package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"testing"
)

// F12: the attributes are those that Jenkins' xUnit plugin allows: jenkinsci/xunit-plugin, junit-10.xsd.
func TestJUnitHasOnlyWhatJenkinsAllows(t *testing.T) {
	t.Parallel()
	allowed := map[string][]string{
		"testsuites": {"name", "time", "tests", "failures", "errors"},
		"testsuite":  {"name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"},
		"testcase":   {"name", "time", "classname", "group"},
		"failure":    {"type", "message"}, "skipped": {"type", "message"}, "system-out": nil,
	}
	var b bytes.Buffer
	failure := &Failure{File: "calls/a.yaml", Line: 4, Column: 5, Step: "hear: x", Expected: "x", Actual: "y"}
	if err := JUnit(&b, []Result{
		{Name: "one", File: "calls/a.yaml", Outcome: Passed, Lines: []string{"hears"}},
		{Name: "two", File: "calls/a.yaml", Outcome: Failed, Failure: failure},
		{Name: "three", File: "calls/b.yaml", Outcome: Skipped},
	}); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for d := xml.NewDecoder(&b); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		name := start.Name.Local
		seen[name] = true
		for _, attr := range start.Attr {
			if known, ok := allowed[name]; !ok || !slices.Contains(known, attr.Name.Local) {
				t.Errorf("<%s %s> is not in the schema", name, attr.Name.Local)
			}
		}
	}
	for name := range allowed {
		if !seen[name] {
			t.Errorf("the report has no <%s>: this test does not look at it", name)
		}
	}
}
