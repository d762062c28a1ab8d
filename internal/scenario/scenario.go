// Package scenario reads and runs scripted calls: what is dialed, what the caller hears, presses and says, and how the
// call ends. It reads scenario files, runs them on the call simulator in virtual time, and reports the results.
//
// It does not decide where an application is or how requests are signed; the caller passes that in a [Setup]. The steps
// of the format are a table in words.go; the JSON Schema for editors is generated from it.
package scenario

import (
	"fmt"
	"net/url"
)

// Pos is a position in a scenario file. Lines and columns count from 1.
type Pos struct {
	File      string
	Line, Col int
}

func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col) }

// Scenario is one scripted call. Make one with [Load]. It never changes afterwards and is safe for concurrent use.
type Scenario struct {
	Name   string
	Pos    Pos
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
	ToPos  Pos
	From   string
	Params url.Values
	Status string // StatusCallback URL, or ""
	SignAs string // the application's public URL; "" means the URL that is called
}

// step is one line of a scenario.
type step struct {
	pos    Pos
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
