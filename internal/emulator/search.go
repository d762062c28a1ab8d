package emulator

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// A search is what the filters of a request ask for.
//
// https://www.twilio.com/docs/phone-numbers/api/availablephonenumberlocal-resource#list-multiple-availablephonenumberlocal-resources
type search struct {
	country, kind string
	place         map[string]string // "InRegion": what the block must have, "" for anything
	able          map[string]*bool  // "SmsEnabled": nil for either way
	refuse        map[string]bool   // address requirements that are not wanted
	beta          bool
	near          *circle
	contains      *regexp.Regexp // nil for every number
}

// readSearch reads the filters. AreaCode, Near… and In… are for the US and Canada.
func (s *stock) readSearch(where *country, kind string, query url.Values) (search, error) {
	f := search{country: where.Code, kind: kind, place: map[string]string{}, able: map[string]*bool{}, refuse: map[string]bool{}}
	for _, name := range []string{"AreaCode", "InLocality", "InRegion", "InPostalCode", "InRateCenter", "InLata"} {
		f.place[name] = query.Get(name)
	}
	if code := f.place["AreaCode"]; code != "" {
		if where.Dialing != "1" {
			return f, invalid(21457, "AreaCode is not supported in %s", where.Code)
		}
		if _, err := strconv.Atoi(code); err != nil {
			return f, invalid(21451, "AreaCode %s is invalid", code)
		}
	}
	if f.place["InRateCenter"] != "" && f.place["InLata"] == "" {
		return f, invalid(badParameter, "InRateCenter requires InLata")
	}
	if err := f.readFlags(query); err != nil {
		return f, err
	}
	var err error
	if f.contains, err = readContains(query.Get("Contains")); err != nil {
		return f, err
	}
	f.near, err = s.readNear(query)
	return f, err
}

func (f *search) readFlags(query url.Values) error {
	for _, name := range []string{"VoiceEnabled", "SmsEnabled", "MmsEnabled", "FaxEnabled"} {
		on, err := flag(query, name)
		if err != nil {
			return err
		}
		f.able[name] = on
	}
	for name, refused := range map[string][]string{
		"ExcludeAllAddressRequired":     {"any", "local", "foreign"},
		"ExcludeLocalAddressRequired":   {"local"},
		"ExcludeForeignAddressRequired": {"foreign"},
	} {
		on, err := flag(query, name)
		if err != nil {
			return err
		}
		for _, requirement := range refused {
			f.refuse[requirement] = f.refuse[requirement] || on != nil && *on
		}
	}
	beta, err := flag(query, "Beta")
	f.beta = beta == nil || *beta
	return err
}

// block reports whether all that the numbers of a block have in common is wanted.
func (f *search) block(b *block) bool {
	for name, has := range map[string]string{
		"AreaCode": b.AreaCode, "InLocality": b.Locality, "InRegion": b.Region, "InPostalCode": b.PostalCode,
		"InRateCenter": b.RateCenter, "InLata": b.LATA,
	} {
		if want := f.place[name]; want != "" && !strings.EqualFold(want, has) {
			return false
		}
	}
	can := b.Capabilities
	for name, has := range map[string]bool{"VoiceEnabled": can.Voice, "SmsEnabled": can.SMS, "MmsEnabled": can.MMS, "FaxEnabled": can.Fax} {
		if want := f.able[name]; want != nil && *want != has {
			return false
		}
	}
	return b.Country == f.country && b.Type == f.kind && !b.Hidden && !f.refuse[b.Address] &&
		(f.beta || !b.Beta) && f.near.holds(b)
}

// number reports whether a number of a wanted block is wanted itself.
func (f *search) number(e164 string) bool {
	return f.contains == nil || f.contains.MatchString(strings.TrimPrefix(e164, "+"))
}
