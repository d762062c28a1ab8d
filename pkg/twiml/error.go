package twiml

import (
	"slices"
	"strconv"
	"strings"
)

// Codes of Twilio's debugger for a document that cannot be parsed.
const (
	CodeParse = "12100" // not well-formed: https://www.twilio.com/docs/errors/12100
	CodeRoot  = "12102" // the root is not <Response>: https://www.twilio.com/docs/errors/12102
)

// Error is one reason why a document cannot be parsed.
type Error struct {
	Pos     Pos
	Code    string // [CodeParse] or [CodeRoot]
	Message string // the problem and its fix, in one line, without position and code
}

// Error returns "4:7: message [12100]".
func (e *Error) Error() string {
	return e.Pos.String() + ": " + e.Message + " [" + e.Code + "]"
}

// ErrorList is every error found in a document, sorted by position. The zero value is an empty list and no error. All
// errors of a list have the same code, because the root is only checked in a well-formed document.
type ErrorList []*Error

// Error returns the first error, and how many more there are.
func (l ErrorList) Error() string {
	switch len(l) {
	case 0:
		return "no errors"
	case 1:
		return l[0].Error()
	}
	return l[0].Error() + " (and " + strconv.Itoa(len(l)-1) + " more)"
}

// Unwrap returns the errors, so that errors.As finds each [*Error].
func (l ErrorList) Unwrap() []error {
	all := make([]error, len(l))
	for i, e := range l {
		all[i] = e
	}
	return all
}

// Code returns Twilio's code for the document, or "" for an empty list.
func (l ErrorList) Code() string {
	if len(l) == 0 {
		return ""
	}
	return l[0].Code
}

func (l ErrorList) sort() {
	slices.SortStableFunc(l, func(a, b *Error) int {
		switch {
		case a.Pos.Before(b.Pos):
			return -1
		case b.Pos.Before(a.Pos):
			return 1
		}
		return 0
	})
}

// quoted shortens a text from the document, so that a message stays one readable line.
func quoted(s string) string {
	const most = 40
	s = strings.ToValidUTF8(s, "\uFFFD")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return strconv.Quote(s)
}
