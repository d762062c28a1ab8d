// Package scenario reads and runs scripted calls: what is dialed, what the caller hears, presses and says, and how the
// call ends. It reads scenario files and runs them on the call simulator in virtual time. Package report writes the results.
//
// It does not decide where an application is or how requests are signed; the caller passes that in a [Setup]. The steps
// of the format are a table in words.go; the JSON Schema for editors is generated from it.
package scenario

import (
	"net/url"

	"github.com/twvoice/twvoice/internal/scenario/mistake"
)

// Scenario is one scripted call. Make one with [Load]. It never changes afterwards and is safe for concurrent use.
type Scenario struct {
	Name   string
	Pos    mistake.Pos
	Call   Call
	Alerts []string // codes and rules of expected errors and warnings
	Repeat int      // runs, at least 1

	// RealTime runs the call in real time, also what is said.
	RealTime bool

	Err error // why it cannot run: [Mistakes], perhaps with an exit code; otherwise nil

	steps  []step
	limits []limit
	print  string // differs between scenarios that cannot be compared
}

// Call says who calls what.
type Call struct {
	To     string // as written: a URL, a file, a number or a path
	ToPos  mistake.Pos
	From   string
	Params url.Values
	Status string // StatusCallback URL, or ""
	SignAs string // the application's public URL; "" means the URL that is called
}

// Refuse marks the scenario as one that cannot run, because of an error at a position in its file.
func (s *Scenario) Refuse(pos mistake.Pos, err error) {
	s.Err = mistake.Mistakes{{Pos: pos, Message: err.Error(), Cause: err}}
}

// Unreadable returns a placeholder for a file that cannot be read, for reports.
func Unreadable(file string, err error) Scenario {
	s := Scenario{Name: file, Pos: mistake.Pos{File: file}}
	s.Refuse(s.Pos, err)
	return s
}

// step is one line of a scenario.
type step struct {
	pos    mistake.Pos
	source string // as written
	word   string
	stepAction
}

// stepAction is the meaning of a step. It never changes; begin returns the state for one call.
type stepAction interface {
	// begin is called when the step before is complete.
	begin(*play) runningStep
	// wants describes the expectation as a sentence: the caller hears "Hello".
	wants() string
}
