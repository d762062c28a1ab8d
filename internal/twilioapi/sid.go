package twilioapi

import (
	"strings"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lazy"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// The generated services do not escape path parameters, so "PN1/../../x?y" would reach another resource. Only SIDs and
// values that match this pattern go into a path; they need no escaping.
var countryPattern = lazy.Regexp(`^[A-Z]{2}$`)

// checkSid rejects a value that is not a SID with the prefix. what names it in messages: "a phone number SID".
func checkSid(sid, prefix, what string) error {
	if !webhook.ValidSID(prefix, sid) {
		return fault.Usagef("%q is not %s: %s and 32 hexadecimal digits", sid, what, prefix)
	}
	return nil
}

// checkCountry returns an ISO 3166-1 code in upper case. An empty code is an error; there is no default.
func checkCountry(code string) (string, error) {
	upper := strings.ToUpper(code)
	if !countryPattern().MatchString(upper) {
		return "", fault.Usagef("%q is not a country: two letters like US or GB", code)
	}
	return upper, nil
}
