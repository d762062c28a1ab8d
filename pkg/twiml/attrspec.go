package twiml

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// AttrSpec is what Twilio knows about an attribute of an element.
type AttrSpec struct {
	Name  string
	Alias string // another spelling that is known as well
	Type  Type

	// Values are all the words there are for Enum and EnumList, the words allowed beside its values for any other type
	// ("auto" beside an Int), and the known ones among others for String.
	Values []string
	Min    int    // the least Int, the least number in an IntList, and the least Fraction in hundredths
	Max    int    // the greatest Int, 0 for no limit; the greatest Fraction in hundredths; the most characters of Keys, 0 for no limit
	Chars  string // the characters of Keys

	Default  string // what Twilio assumes, "" when that is nothing or depends
	Required bool
	Code     string // what Twilio raises for a bad value, "" for the general 12200
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
	Keys         // keys of a telephone and the like, of Chars
	LanguageTag  // BCP 47: en-US
	Duration     // 3s, 250ms
)

// Valid says whether Twilio takes value for the attribute. The zero value takes anything. URLs are looked at from outside
// only: what is behind one is for the one who fetches it.
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

// validURL is lenient: relative URLs may look like anything.
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
