package twiml

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// AttrSpec describes an attribute of an element, as Twilio knows it.
type AttrSpec struct {
	Name  string
	Alias string // another accepted spelling
	Type  Type

	// Values are the allowed words of Enum and EnumList. For other types they are words allowed in addition ("auto" for
	// an Int); for String, the known values among others.
	Values []string
	Min    int    // the minimum of an Int, of the numbers in an IntList, and of a Fraction in hundredths
	Max    int    // the maximum of an Int, 0 for no limit; of a Fraction in hundredths; the maximum length of Keys, 0 for no limit
	Chars  string // the characters of Keys

	Default  string // Twilio's default, "" if it has no fixed one
	Required bool
	Code     string // Twilio's code for an invalid value, "" for the general 12200
	Status   Status
}

// Type is the type of an attribute's value.
type Type int

const (
	String   Type = iota // anything
	Bool                 // true or false
	Int                  // decimal, without sign or fraction
	IntList              // Ints with spaces between them
	Amount               // decimal, with a fraction: 10.50
	Fraction             // decimal, at most 1: 0.75
	Enum                 // one of Values
	EnumList             // some of Values, with spaces between them
	Method               // GET or POST
	URL                  // absolute, or relative to the document
	AbsoluteURL
	WebSocketURL // wss://…
	Keys         // telephone keys and pauses, as listed in Chars
	LanguageTag  // BCP 47: en-US
	Duration     // 3s, 250ms
)

// Valid reports whether Twilio accepts value for the attribute. The zero value accepts anything. URLs are checked for
// their form only, not requested.
func (a *AttrSpec) Valid(value string) bool {
	if a.Type != Enum && a.Type != EnumList && slices.Contains(a.Values, value) {
		return true
	}
	switch a.Type {
	case Bool:
		return value == "true" || value == "false"
	case Int:
		return a.inRange(value)
	case IntList:
		return value != "" && !slices.ContainsFunc(strings.Fields(value), func(s string) bool { return !a.inRange(s) })
	case Amount:
		n, err := strconv.ParseFloat(value, 64)
		return err == nil && n >= 0 && strings.Trim(value, "0123456789.") == ""
	case Fraction:
		n, err := strconv.ParseFloat(value, 64)
		return err == nil && strings.Trim(value, "0123456789.") == "" && n*100 >= float64(a.Min) && n*100 <= float64(a.Max)
	case Enum:
		return slices.Contains(a.Values, value)
	case EnumList:
		return value != "" && !slices.ContainsFunc(strings.Fields(value), func(s string) bool { return !slices.Contains(a.Values, s) })
	case Method:
		return strings.EqualFold(value, "GET") || strings.EqualFold(value, "POST")
	case Keys:
		return strings.Trim(value, a.Chars) == "" && (a.Max == 0 || len(value) <= a.Max)
	case Duration:
		return validDuration(value)
	case LanguageTag:
		return value != "" && !strings.ContainsAny(value, " _/")
	}
	return a.validURL(value)
}

func (a *AttrSpec) inRange(value string) bool {
	if value == "" || value[0] == '+' || value[0] == '-' {
		return false
	}
	n, err := strconv.Atoi(value)
	return err == nil && n <= math.MaxInt32 && n >= a.Min && (a.Max == 0 || n <= a.Max)
}

func validDuration(value string) bool {
	number, ok := strings.CutSuffix(value, "ms")
	if !ok {
		number, ok = strings.CutSuffix(value, "s")
	}
	_, err := strconv.ParseFloat(number, 64)
	return ok && err == nil && strings.Trim(number, "0123456789.") == ""
}

// validURL is lenient: a relative URL can have almost any form.
func (a *AttrSpec) validURL(value string) bool {
	scheme, rest, ok := strings.Cut(value, "://")
	scheme = strings.ToLower(scheme)
	switch a.Type {
	case AbsoluteURL:
		return ok && rest != "" && (scheme == "http" || scheme == "https")
	case WebSocketURL:
		return ok && rest != "" && scheme == "wss"
	}
	return true
}
