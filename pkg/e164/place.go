package e164

import (
	_ "embed"
	"strings"
)

// Tables of places. They are searched as text instead of parsed into maps, so that a program that does not use them pays
// nothing.
var (
	//go:embed us.txt
	us string
	//go:embed canada.txt
	canada string
	//go:embed countries.txt
	countries string
)

const longestCountryCode = len("262269")

// Place is where a number is registered. Twilio writes cities in capitals and sends empty values for unknown parts.
type Place struct {
	City    string
	State   string // two letters, in the United States and Canada
	Zip     string
	Country string // two letters
}

// PlaceOf returns the place that Twilio sends for a phone number in E.164 form, such as "+14155550100". For the United
// States it is a city, a state, a zip and the country; for Canada the same without a zip; for all other countries only
// the country: https://www.twilio.com/docs/voice/twiml#twilios-request-to-your-application. Choice: the city of an area
// code is its main one, while Twilio knows the one of the exchange: a test may expect that there is a city, and not
// which.
//
// Unknown parts are empty: everything but the country for toll-free and other numbers without a place, and everything
// for values that are not numbers, such as client:ann, sip:ann@example.com, anonymous, or the digits that spell
// ANONYMOUS.
func PlaceOf(number string) Place {
	digits, ok := strings.CutPrefix(number, "+")
	if !ok || !isInternational(digits) || Withheld(number) {
		return Place{}
	}
	if code, ok := strings.CutPrefix(digits, "1"); ok && len(code) == len("4155550100") {
		if p, ok := findArea(us, code[:3]); ok {
			p.Country = "US"
			return p
		}
		if p, ok := findArea(canada, code[:3]); ok {
			p.Country = "CA"
			return p
		}
	}
	return Place{Country: countryOf(digits)}
}

// isInternational reports whether digits can follow the plus sign of E.164, which allows 15 of them.
func isInternational(digits string) bool {
	return len(digits) >= 7 && len(digits) <= 15 && digits[0] != '0' && strings.Trim(digits, "0123456789") == ""
}

// countryOf returns the country with the longest matching prefix, or "".
func countryOf(digits string) string {
	for size := min(len(digits), longestCountryCode); size > 0; size-- {
		if _, rest, ok := strings.Cut(countries, "\n"+digits[:size]+" "); ok {
			return rest[:2]
		}
	}
	return ""
}

// findArea finds the line of an area code.
func findArea(table, code string) (Place, bool) {
	for rest := table; ; {
		_, after, found := strings.Cut(rest, code)
		if !found {
			return Place{}, false
		}
		at := len(table) - len(after) - len(code)
		rest = after
		if at > 0 && isDigit(table[at-1]) || isDigit(after[0]) {
			continue // the match is within a zip
		}
		_, line, _ := strings.Cut(after, ": ")
		line, _, _ = strings.Cut(line, "\n")
		state, line, _ := strings.Cut(line, " ")
		zip, city, _ := strings.Cut(line, " ")
		return Place{City: city, State: state, Zip: strings.Trim(zip, "-")}, true
	}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
