package emulator

import (
	"regexp"
	"strings"

	"github.com/twvoice/twvoice/internal/lazy"
)

// containsForm is what Contains may look like: wildcards of one kind at either end, at least two digits or letters
// between them, a + for the beginning of the number and a $ for its end.
//
// https://www.twilio.com/docs/phone-numbers/api/availablephonenumberlocal-resource#list-multiple-availablephonenumberlocal-resources
var containsForm = lazy.Regexp(`^\+?(\*+|%+)?[0-9A-Za-z]{2,}(\*+|%+)?\$?$`)

// longestContains is Twilio's limit, in characters.
const longestContains = 16

// readContains makes a pattern for the digits of a number, country code first; nil for none.
func readContains(text string) (*regexp.Regexp, error) {
	if text == "" {
		return nil, nil
	}
	if len(text) > longestContains || !containsForm().MatchString(text) {
		return nil, invalid(badParameter, "Contains %q is not 2 to %d digits or letters with wildcards at its ends", text, longestContains)
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '+':
			b.WriteByte('^')
		case r == '$':
			b.WriteByte('$')
		case r == '*':
			b.WriteString(`\d`)
		case r == '%':
			b.WriteString(`\d*`)
		default:
			b.WriteByte(keypad(r))
		}
	}
	return regexp.Compile(b.String())
}

// keypad is the key that bears a letter: ITU-T E.161. Digits stay.
func keypad(r rune) byte {
	if '0' <= r && r <= '9' {
		return byte(r)
	}
	const keys = "22233344455566677778889999" // A to Z
	return keys[(r|0x20)-'a']
}
