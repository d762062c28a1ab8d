package twiml

import (
	"slices"
	"strconv"
	"strings"
)

// The codes of Twilio's debugger for a document that cannot be read.
const (
	CodeParse = "12100" // not well-formed: https://www.twilio.com/docs/errors/12100
	CodeRoot  = "12102" // the root is not <Response>: https://www.twilio.com/docs/errors/12102
)

// Error is one reason why a document cannot be read.
type Error struct {
	Pos     Pos
	Code    string // [CodeParse] or [CodeRoot]
	Message string // what is wrong and how to fix it, in one line, without position and code
}

// Error is "4:7: message [12100]".
func (e *Error) Error() string {
	return e.Pos.String() + ": " + e.Message + " [" + e.Code + "]"
}

// ErrorList is every error found in a document, sorted by position. The zero value is an empty list and no error.
// The codes in one list are all the same, because a root is only looked at in a document that is well-formed.
type ErrorList []*Error

// Error is the first error, and how many more there are.
func (l ErrorList) Error() string {
	switch len(l) {
	case 0:
		return "no errors"
	case 1:
		return l[0].Error()
	}
	return l[0].Error() + " (and " + strconv.Itoa(len(l)-1) + " more)"
}

// Unwrap lets errors.As find each [*Error].
func (l ErrorList) Unwrap() []error {
	all := make([]error, len(l))
	for i, e := range l {
		all[i] = e
	}
	return all
}

// Code is the code Twilio would raise for the document, or "" for an empty list.
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

// quoted shortens what a message repeats from the document, so that the message stays one readable line.
func quoted(s string) string {
	const most = 40
	s = strings.ToValidUTF8(s, "\uFFFD")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return strconv.Quote(s)
}
