// Package alert is Twilio's error and warning codes as far as phone calls meet them: what each means and what to do next.
// They are what the debugger shows, what a fallback URL is told as ErrorCode, and what the REST API answers with.
//
// The package refuses to decide when a code is raised: whoever fetches, reads or runs a document does that. It knows the
// codes of the dictionary as it was in 2023 and some that were seen later; a code that it does not know may well exist.
package alert

import (
	"cmp"
	"iter"
	"slices"
)

// Code is one code. The zero value is none.
type Code struct {
	Number  string // five digits: a name, not a quantity
	Level   Level
	Title   string // Twilio's
	Meaning string // when it is raised, in one sentence
	Mend    string // what to do next, in one sentence
}

// URL is Twilio's page about the code.
func (c Code) URL() string { return "https://www.twilio.com/docs/errors/" + c.Number }

// Lookup finds a code by its number.
func Lookup(number string) (Code, bool) {
	for _, family := range families() {
		if number > family[len(family)-1].Number {
			continue
		}
		i, ok := slices.BinarySearchFunc(family, number, func(c Code, number string) int { return cmp.Compare(c.Number, number) })
		if !ok {
			return Code{}, false
		}
		return family[i], true
	}
	return Code{}, false
}

// All walks the codes in the order of their numbers.
func All() iter.Seq[Code] {
	return func(yield func(Code) bool) {
		for _, family := range families() {
			for _, c := range family {
				if !yield(c) {
					return
				}
			}
		}
	}
}

// families are in order and do not overlap; a test checks it. The codes of which only the titles were to be had share a
// meaning with their neighbours, and are taken to be errors.
func families() [18][]Code {
	return [18][]Code{
		accountCodes, httpCodes, documentCodes, dialCodes, gatherCodes, promptCodes, flowCodes, queueCodes, conferenceCodes,
		restCodes, restCallsCodes, restNumbersCodes, restMessagesCodes, sdkCodes, streamCodes, sipCodes, agentCodes, payCodes,
	}
}
