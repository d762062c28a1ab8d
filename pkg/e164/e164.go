// Package e164 reads telephone numbers as people type them, and says who a caller can be. It knows the shape of a number
// (ITU-T E.164: a plus, and at most fifteen digits of which the first is not 0), and does not know whether one is in service.
package e164

import "strings"

// Parse returns a number in E.164, and whether text is one. Spaces, dots, dashes, slashes and brackets are dropped. Ten digits
// without a plus, and eleven that begin with 1, are North American, as Twilio takes them
// (https://www.twilio.com/docs/voice/twiml/number).
func Parse(text string) (number string, ok bool) {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-()/\u00a0", r) {
			return -1
		}
		return r
	}, text)
	bare, international := strings.CutPrefix(digits, "+")
	if strings.Trim(bare, "0123456789") != "" {
		return "", false
	}
	switch {
	case international && len(bare) >= 7 && len(bare) <= 15 && bare[0] != '0':
		return digits, true
	case !international && len(bare) == 10 && bare[0] > '1':
		return "+1" + bare, true
	case !international && len(bare) == 11 && bare[0] == '1':
		return "+" + bare, true
	}
	return "", false
}

// ParseCaller returns who calls as Twilio sends it in From, and whether text names a caller: a number, client:name, sip:user@host,
// or a withheld number: anonymous, restricted, unavailable and unknown in any case, and the numbers by which some carriers spell
// them on a keypad (+266696687 is ANONYMOUS).
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

// Withheld reports whether a From, as Twilio sends it, tells no number (https://help.twilio.com/articles/223179988).
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
