// Package lazy creates values on first use, so that commands that do not need them start faster. It is for constants
// only: their creation must not fail.
package lazy

import (
	"regexp"
	"sync"
)

// Regexp returns a function that compiles a regular expression on first use, and panics if it is invalid; a test must
// use each one. It is safe for concurrent use. Compiling all at the start would take a tenth of the time of `twvoice
// --version`.
func Regexp(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
