package voicetest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/transcript"
)

// Transcript returns the call so far, for anything else that a test checks: what was heard and
// done, the requests with their parameters, the alerts, and how the call ended, if it has. The
// caller owns the copy.
func (c *Call) Transcript() transcript.Call {
	copied := c.record.call
	copied.Transcript = slices.Clone(copied.Transcript)
	copied.Requests = slices.Clone(copied.Requests)
	for i := range copied.Requests {
		copied.Requests[i].Params = maps.Clone(copied.Requests[i].Params)
	}
	copied.Alerts = slices.Clone(copied.Alerts)
	return copied
}

// String returns the call so far for a reader, with one line per event: t.Log(call).
func (c *Call) String() string { return strings.Join(c.record.lines, "\n") }

// check fails the test for unexpected errors, and for expected ones that did not occur.
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
	for _, a := range c.record.call.Alerts {
		switch {
		case c.expects.take(cmp.Or(a.Code, a.Rule), alert.Level(a.Level)):
		case a.Code == "32015":
			c.fail("the call raised %s: no phone hangs up; voicetest.HangsUpAfter(…) sets when one does", described(a.Code, a.Message))
		default:
			code := cmp.Or(a.Code, a.Rule)
			c.fail("the call raised %s, which voicetest.Expect(%q) would allow", described(code, a.Message), code)
		}
	}
	if code := c.expects.missing(); code != "" {
		c.fail("want the call to raise %s, which voicetest.Expect names, but it did not", code)
	}
	c.left()
	for _, p := range append([]*Phone{{&c.party}}, c.phones...) {
		p.consume(func(heard) (string, string, bool) { return "", "", false }) // checks the texts that must not be heard
	}
}

// missing returns an expected code that has not occurred, or "".
func (x expects) missing() string {
	for _, code := range slices.Sorted(maps.Keys(x)) {
		if !x[code] {
			return code
		}
	}
	return ""
}

func described(code, message string) string {
	if code == "" {
		return fmt.Sprintf("an error: %s", message)
	}
	return fmt.Sprintf("error %s: %s", code, message)
}

// fail ends the test with the transcript so far.
func (c *Call) fail(format string, args ...any) {
	c.t.Helper()
	end(c.t, "the call so far:", c.record.lines, format, args...)
}

// end fails the test with a message and the lines of what happened.
func end(t testing.TB, title string, lines []string, format string, args ...any) {
	t.Helper()
	t.Fatal(fmt.Sprintf(format, args...) + "\n" + title + "\n" + strings.Join(lines, "\n"))
}
