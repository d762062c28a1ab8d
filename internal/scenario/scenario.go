// Package scenario reads and runs scripted calls: what is dialed, what the caller hears, presses and says, and how the call ends.
// It reads scenario files, runs them through the call engine in virtual time, and reports what came of it.
//
// It decides nothing about where an application is or how its requests are signed; whoever runs a scenario brings that along
// in a [Setup]. What a caller may do is the table in words.go; the schema for editors is made of the same table.
package scenario

import (
	"fmt"
	"net/url"
)

// Pos is a place in a scenario file. Lines and columns count from 1.
type Pos struct {
	File      string
	Line, Col int
}

func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col) }

// Scenario is one caller. Make one with [Load]; while it runs it never changes, and is safe for concurrent use.
type Scenario struct {
	Name   string
	Pos    Pos
	Call   Call
	Alerts []string // codes of errors and warnings that are expected
	Err    error    // why it cannot be run: [Mistakes], perhaps marked with an exit code; nil where it can

	steps []step
}

// Call is who calls what.
type Call struct {
	To     string // as it is written: a URL, a file, a number, a path
	ToPos  Pos
	From   string
	Params url.Values
	Status string // where the application is told of the call's progress, "" for nowhere
	SignAs string // the public URL that the application is known by, "" for what is called
}

// step is one line of a scenario.
type step struct {
	pos    Pos
	source string // as it is written
	word   string
	doing
}

// doing is what a step means. It never changes; begin makes what runs in one call.
type doing interface {
	// begin is called when the step before has been met.
	begin(*play) turn
	// wants is what the step expects, as a sentence: the caller hears "Hello".
	wants() string
}
