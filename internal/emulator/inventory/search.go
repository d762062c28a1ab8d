package inventory

import (
	"regexp"
	"strings"

	"github.com/twvoice/twvoice/internal/lazy"
)

// A Search is what the filters of a request ask for.
//
// https://www.twilio.com/docs/phone-numbers/api/availablephonenumberlocal-resource#list-multiple-availablephonenumberlocal-resources
type Search struct {
	Country, Kind    string
	Place            map[string]string // "InRegion": what the block must have, "" for anything
	Capable          map[string]*bool  // "SmsEnabled": nil for either way
	RefusedAddresses map[string]bool   // address requirements that are not wanted
	Beta             bool
	Near             *Circle
	Contains         *regexp.Regexp // nil for every number
}

// MatchBlock reports whether all that the numbers of a block have in common is wanted.
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
		(f.Beta || !b.Beta) && f.Near.holds(b)
}

// MatchNumber reports whether a number of a wanted block is wanted itself.
func (f *Search) MatchNumber(e164 string) bool {
	return f.Contains == nil || f.Contains.MatchString(strings.TrimPrefix(e164, "+"))
}

// ContainsForm is what Contains may look like: wildcards of one kind at either end, at least two digits or letters
// between them, a + for the beginning of the number and a $ for its end.
//
// https://www.twilio.com/docs/phone-numbers/api/availablephonenumberlocal-resource#list-multiple-availablephonenumberlocal-resources
var ContainsForm = lazy.Regexp(`^\+?(\*+|%+)?[0-9A-Za-z]{2,}(\*+|%+)?\$?$`)

// LongestContains is Twilio's limit, in characters.
const LongestContains = 16
