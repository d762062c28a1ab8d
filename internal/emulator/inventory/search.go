package inventory

import (
	"regexp"
	"strings"

	"github.com/twvoice/twvoice/internal/lazy"
)

// Search holds the filters of a request.
//
// https://www.twilio.com/docs/phone-numbers/api/availablephonenumberlocal-resource#list-multiple-availablephonenumberlocal-resources
type Search struct {
	Country, Kind    string
	Place            map[string]string // by parameter such as "InRegion"; the block must match, "" matches all
	Capable          map[string]*bool  // by parameter such as "SmsEnabled"; nil matches both
	RefusedAddresses map[string]bool   // excluded address requirements
	Beta             bool
	Near             *Circle
	Contains         *regexp.Regexp // nil for all numbers
}

// MatchBlock reports whether a block matches every filter on what its numbers have in common.
func (f *Search) MatchBlock(b *Block) bool {
	for name, has := range map[string]string{
		"AreaCode": b.AreaCode, "InLocality": b.Locality, "InRegion": b.Region, "InPostalCode": b.PostalCode,
		"InRateCenter": b.RateCenter, "InLata": b.LATA,
	} {
		if want := f.Place[name]; want != "" && !strings.EqualFold(want, has) {
			return false
		}
	}
	can := b.Capabilities
	for name, has := range map[string]bool{"VoiceEnabled": can.Voice, "SmsEnabled": can.SMS, "MmsEnabled": can.MMS, "FaxEnabled": can.Fax} {
		if want := f.Capable[name]; want != nil && *want != has {
			return false
		}
	}
	return b.Country == f.Country && b.Type == f.Kind && !b.Hidden && !f.RefusedAddresses[b.Address] &&
		(f.Beta || !b.Beta) && f.Near.contains(b)
}

// MatchNumber reports whether a number of a matching block matches as well.
func (f *Search) MatchNumber(e164 string) bool {
	return f.Contains == nil || f.Contains.MatchString(strings.TrimPrefix(e164, "+"))
}

// ContainsForm matches valid values of Contains: wildcards of one kind at either end, at least two
// digits or letters between them, + for the beginning of the number and $ for its end.
//
// https://www.twilio.com/docs/phone-numbers/api/availablephonenumberlocal-resource#list-multiple-availablephonenumberlocal-resources
var ContainsForm = lazy.Regexp(`^\+?(\*+|%+)?[0-9A-Za-z]{2,}(\*+|%+)?\$?$`)

// LongestContains is Twilio's limit, in characters.
const LongestContains = 16
