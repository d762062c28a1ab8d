// Package e164 parses phone numbers as people type them, validates callers, and finds the place of a number. It checks
// the form of a number (ITU-T E.164: a plus, and at most fifteen digits, the first of which is not 0), not whether the
// number is in service.
package e164

import "strings"

// Parse returns a number in E.164 form, and whether text is one. Spaces, dots, dashes, slashes and brackets are dropped.
// Ten digits without a plus, and eleven that begin with 1, are North American, as for Twilio
// (https://www.twilio.com/docs/voice/twiml/number).
func Parse(text string) (number string, ok bool) {
	if number, ok := ParseInternational(text); ok {
		return number, true
	}
	digits := withoutPunctuation(text)
	switch {
	case strings.Trim(digits, "0123456789") != "":
		return "", false
	case len(digits) == 10 && digits[0] > '1':
		return "+1" + digits, true
	case len(digits) == 11 && digits[0] == '1':
		return "+" + digits, true
	}
	return "", false
}

// ParseInternational is Parse, but requires the plus: for input where a number without it could be something else, or
// another number.
func ParseInternational(text string) (number string, ok bool) {
	digits := withoutPunctuation(text)
	bare, plus := strings.CutPrefix(digits, "+")
	if !plus || len(bare) < 7 || len(bare) > 15 || bare[0] == '0' || strings.Trim(bare, "0123456789") != "" {
		return "", false
	}
	return digits, true
}

// ParseDialable is ParseInternational for a number that can be dialed, as far as its form shows. A North American number
// has ten digits after the 1; neither its area code nor the three digits after that begin with 0 or 1.
func ParseDialable(text string) (number string, ok bool) {
	number, ok = ParseInternational(text)
	if rest, american := strings.CutPrefix(number, "+1"); american && (len(rest) != 10 || rest[0] < '2' || rest[3] < '2') {
		return "", false
	}
	return number, ok
}

func withoutPunctuation(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-()/\u00a0", r) {
			return -1
		}
		return r
	}, text)
}

// ParseCaller returns a caller in the form of Twilio's From, and whether text is one: a number, client:name,
// sip:user@host, or a withheld number. Withheld numbers are anonymous, restricted, unavailable and unknown in any case,
// and the numbers that spell these words on a keypad, as some carriers send them (+266696687 is ANONYMOUS).
func ParseCaller(text string) (from string, ok bool) {
	text = strings.TrimSpace(text)
	if name := strings.ToLower(text); isWithheld(name) {
		return name, true
	}
	scheme, name, _ := strings.Cut(text, ":")
	switch strings.ToLower(scheme) {
	case "client", "sip", "sips":
		return text, name != ""
	}
	return Parse(text)
}

// Withheld reports whether a From, as Twilio sends it, hides the number (https://help.twilio.com/articles/223179988).
func Withheld(from string) bool {
	switch from {
	case "+266696687", "+7378742833", "+2562533", "+86282452253", "+8656696": // ANONYMOUS, RESTRICTED, BLOCKED, UNAVAILABLE, UNKNOWN
		return true
	}
	return isWithheld(strings.ToLower(from))
}

func isWithheld(name string) bool {
	switch name {
	case "anonymous", "restricted", "unavailable", "unknown":
		return true
	}
	return false
}
