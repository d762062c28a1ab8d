package voicetest

import (
	"fmt"
	"maps"
	"slices"
)

// Requests are those that the application got so far, in order.
func (c *Call) Requests() []Request { return append([]Request(nil), c.record.requests...) }

// Alerts are those that Twilio's debugger would show so far, in order.
func (c *Call) Alerts() []Alert { return append([]Alert(nil), c.record.alerts...) }

// Transcript is the call so far, a line for each thing that happened.
func (c *Call) Transcript() []string { return append([]string(nil), c.record.lines...) }

// check fails on errors that the test did not expect.
func (c *Call) check() {
	c.t.Helper()
	if c.checked {
		return
	}
	c.checked = true
	if c.failure != nil {
		c.t.Fatalf("voicetest: %v", c.failure)
	}
	if bug := c.app.panicked(); bug != "" {
		c.fail("%s", bug)
	}
	for _, a := range c.record.alerts {
		_, expected := c.expects[a.Code]
		switch {
		case expected:
			c.expects[a.Code] = true
		case a.Level == "error" && a.Code == "32015":
			c.fail("the call raised %s; no one hangs up: voicetest.HangsUpAfter(…) says when somebody does", described(a))
		case a.Level == "error":
			c.fail("the call raised %s, which voicetest.Expect(%q) would allow", described(a), a.Code)
		}
	}
	for _, code := range slices.Sorted(maps.Keys(c.expects)) {
		if !c.expects[code] {
			c.fail("want the call to raise %s, which voicetest.Expect names, but it did not", code)
		}
	}
	for _, p := range c.phones {
		for _, left := range p.script.Left() {
			c.fail("%s never got to use %q: nothing listened for it", p.name, left.Press+left.Talk)
		}
	}
}

func described(a Alert) string {
	if a.Code == "" {
		return fmt.Sprintf("an error: %s", a.Message)
	}
	return fmt.Sprintf("error %s: %s", a.Code, a.Message)
}

// fail ends the test with the transcript up to here.
func (c *Call) fail(format string, args ...any) {
	c.t.Helper()
	message := fmt.Sprintf(format, args...) + "\nthe call so far:"
	for _, line := range c.record.lines {
		message += "\n" + line
	}
	c.t.Fatal(message)
}
