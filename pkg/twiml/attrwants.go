package twiml

import (
	"fmt"
	"strings"
)

// Wants describes in a few words what Valid accepts: "a whole number of at least 1, or auto".
func (a *AttrSpec) Wants() string {
	wants := a.wantsType()
	if len(a.Values) > 0 && a.Type != Enum && a.Type != EnumList && a.Type != String {
		wants += ", or " + strings.Join(a.Values, " or ")
	}
	return wants
}

func (a *AttrSpec) wantsType() string {
	switch a.Type {
	case Bool:
		return "true or false"
	case Int:
		return a.wantsInt("a whole number")
	case IntList:
		return a.wantsInt("whole numbers separated by spaces,")
	case Amount:
		return "an amount like 10.50"
	case Fraction:
		return fmt.Sprintf("a number from 0.%d to 0.%d", a.Min/10, a.Max/10)
	case Enum:
		return "one of " + strings.Join(a.Values, ", ")
	case EnumList:
		return "some of " + strings.Join(a.Values, ", ") + ", separated by spaces"
	case Method:
		return "GET or POST"
	case Keys:
		if a.Max == 1 {
			return "one of the keys " + a.Chars + ", or nothing"
		}
		return "keys from " + a.Chars
	case LanguageTag:
		return "a language like en-US"
	case Duration:
		return "a time like 3s or 250ms"
	case URL:
		return "a URL"
	case AbsoluteURL:
		return "an absolute http or https URL"
	case WebSocketURL:
		return "a wss:// URL"
	}
	return "any text"
}

func (a *AttrSpec) wantsInt(what string) string {
	switch {
	case a.Max > 0:
		return fmt.Sprintf("%s from %d to %d", what, a.Min, a.Max)
	case a.Min > 0:
		return fmt.Sprintf("%s of at least %d", what, a.Min)
	}
	return strings.TrimSuffix(what, ",")
}
