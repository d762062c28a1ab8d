package twilioapi

import (
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lazy"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// The generated services paste path parameters in unescaped, so that "PN1/../../x?y" would reach another
// resource. Nothing enters a path that is not a SID or matches this; what does needs no escaping.
var countryPattern = lazy.Regexp(`^[A-Z]{2}$`)

// checkSid turns away what is not a SID with the prefix. what names it for a person: "a phone number SID".
func checkSid(sid, prefix, what string) error {
	if !webhook.ValidSID(prefix, sid) {
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
