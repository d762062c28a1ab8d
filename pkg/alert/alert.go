// Package alert is the table of Twilio's error and warning codes for phone calls: the meaning of each and its fix. The
// debugger shows them, fallback URLs receive them as ErrorCode, and the REST API answers with them.
//
// Other packages decide when a code is raised. The table has the codes of Twilio's dictionary of 2023 and some later
// ones. A code that is not in it may exist.
package alert

import (
	_ "embed"
	"fmt"
	"iter"
	"strings"
)

// Code is one code. The zero value means none.
type Code struct {
	Number  string // five digits: a name, not a quantity
	Level   Level
	Title   string // Twilio's
	Meaning string // when it is raised, in one sentence
	Fix     string // what to do about it, in one sentence
}

// URL returns Twilio's page about the code.
func (c Code) URL() string { return "https://www.twilio.com/docs/errors/" + c.Number }

// codes is the table: one line per code, in numerical order. Codes of which only the title was available share the
// meaning of similar codes, and are assumed to be errors.
//
//go:embed codes.tsv
var codes string

// Lookup returns a code by its number. It is safe for concurrent use. The table is searched as text, so that a program
// that does not use it pays nothing at its start.
func Lookup(number string) (Code, bool) {
	if len(number) != len("12100") {
		return Code{}, false
	}
	_, line, ok := strings.Cut(codes, "\n"+number+"\t")
	if !ok {
		return Code{}, false
	}
	line, _, _ = strings.Cut(line, "\n")
	return parse(number + "\t" + line), true
}

// All yields the codes in numerical order.
func All() iter.Seq[Code] {
	return func(yield func(Code) bool) {
		for line := range strings.Lines(codes) {
			if line[0] != '#' && !yield(parse(strings.TrimSuffix(line, "\n"))) {
				return
			}
		}
	}
}

func parse(line string) Code {
	cells := strings.Split(line, "\t")
	if len(cells) != 5 {
		panic(fmt.Sprintf("alert: codes.tsv: %q", line)) // a bug, which the tests find
	}
	return Code{Number: cells[0], Level: Level(cells[1]), Title: cells[2], Meaning: cells[3], Fix: cells[4]}
}
