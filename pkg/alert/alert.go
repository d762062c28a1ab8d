// Package alert is Twilio's error and warning codes as far as phone calls meet them: what each means and how to fix it.
// They are what the debugger shows, what a fallback URL is told as ErrorCode, and what the REST API answers with.
//
// The package does not decide when a code is raised: the code that fetches, reads or runs a document does. It has the
// codes of the dictionary as it was in 2023 and some that were seen later. A code that it does not have may exist.
package alert

import (
	_ "embed"
	"fmt"
	"iter"
	"strings"
)

// Code is one code. The zero value is none.
type Code struct {
	Number  string // five digits: a name, not a quantity
	Level   Level
	Title   string // Twilio's
	Meaning string // when it is raised, in one sentence
	Fix     string // what to do about it, in one sentence
}

// URL is Twilio's page about the code.
func (c Code) URL() string { return "https://www.twilio.com/docs/errors/" + c.Number }

// codes is the table: a line for each code, in the order of their numbers. The codes of which only the titles were to be had
// share a meaning with their neighbors, and are taken to be errors.
//
//go:embed codes.tsv
var codes string

// Lookup finds a code by its number. It is safe for concurrent use. The table is searched as text, so that a program that never
// looks anything up does not pay for it when it starts.
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

// All walks the codes in the order of their numbers.
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
