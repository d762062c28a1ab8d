package twilioapi

import (
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lazy"
)

// The generated services paste path parameters in unescaped, so that "PN1/../../x?y" would reach another
// resource. Nothing enters a path that does not match one of these; what matches needs no escaping.
// https://www.twilio.com/docs/glossary/what-is-a-sid
var (
	sidPattern     = lazy.Regexp(`^[A-Z]{2}[0-9a-fA-F]{32}$`)
	countryPattern = lazy.Regexp(`^[A-Z]{2}$`)
)

// checkSid turns away what is not a SID with the prefix. what names it for a person: "a phone number SID".
func checkSid(sid, prefix, what string) error {
	if !sidPattern().MatchString(sid) || !strings.HasPrefix(sid, prefix) {
		return fault.Usagef("%q is not %s: %s and 32 hexadecimal digits", sid, what, prefix)
	}
	return nil
}

// checkCountry is an ISO 3166-1 code in Twilio's upper case. No country is no guess.
func checkCountry(code string) (string, error) {
	upper := strings.ToUpper(code)
	if !countryPattern().MatchString(upper) {
		return "", fault.Usagef("%q is not a country: two letters like US or GB", code)
	}
	return upper, nil
}
