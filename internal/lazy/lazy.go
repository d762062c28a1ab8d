// Package lazy makes what costs time to make when it is first needed, so that a command which does not need it starts without.
// It refuses to be for anything but constants: what can fail must not wait for its first use.
package lazy

import (
	"regexp"
	"sync"
)

// Regexp is a regular expression that is compiled by its first use, and panics then if it cannot be: one use of each stands in a
// test. It is safe for concurrent use. All of them together would take a tenth of the time of `twvoice --version`.
func Regexp(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
