package emulator_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSearchFilters(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	tests := []struct {
		name, path, query string
		first             string // of the numbers found; "" for none
	}{
		{"numbers come in a fixed order", "US/Local", "", "+14155550100"},
		{"an area code", "US/Local", "AreaCode=212", "+12125550100"},
		{"an area code without numbers", "US/Local", "AreaCode=999", ""},
		{"the test credentials' number is not offered", "US/Local", "AreaCode=500", ""},
		{"digits anywhere", "US/Local", "Contains=0142", "+14155550142"},
		{"a wildcard for each digit", "US/Local", "Contains=628555****", "+16285550100"},
		{"any row of digits", "US/Local", "Contains=5125%25", "+15125550100"},
		{"letters on the keypad", "US/Local", "Contains=212JKL", "+12125550100"},
		{"small letters too", "US/Local", "Contains=212jkl", "+12125550100"},
		{"from the beginning", "US/Local", "Contains=%2B1510", "+15105550100"},
		{"not from the middle", "US/Local", "Contains=%2B5550", ""},
		{"to the end", "US/Local", "Contains=0199$", "+14155550199"},
		{"not to the middle", "US/Local", "Contains=555$", ""},
		{"near a point", "US/Local", "NearLatLong=47.6,-122.3", "+12065550100"},
		{"near a number", "US/Local", "NearNumber=%2B12065550199", "+12065550100"},
		{"near, but not that near", "US/Local", "NearLatLong=38.0,-122.4&Distance=5", ""},
		{"near a number that nobody can locate", "US/Local", "NearNumber=%2B442079460000", ""},
		{"a region, in any case", "US/Local", "InRegion=wa", "+12065550100"},
		{"a place", "US/Local", "InLocality=Palo+Alto", "+16505550100"},
		{"a postal code", "US/Local", "InPostalCode=60601", "+13125550100"},
		{"a rate center in its LATA", "US/Local", "InRateCenter=CHICAGOZN1&InLata=358", "+13125550100"},
		{"a LATA", "US/Local", "InLata=730", "+12135550100"},
		{"fax", "US/Local", "FaxEnabled=true", "+12125550100"},
		{"no messages", "US/Local", "SmsEnabled=false", "+19075550100"},
		{"pictures", "US/Local", "MmsEnabled=true&InRegion=AK", ""},
		{"voice and messages", "GB/Local", "VoiceEnabled=true&SmsEnabled=true", "+442079460000"},
		{"Canada", "CA/Local", "InRegion=BC", "+16045550100"},
		{"toll-free", "US/TollFree", "AreaCode=844", "+18445550100"},
		{"mobile", "GB/Mobile", "", "+447700900000"},
		{"national", "GB/National", "", "+443069990000"},
		{"at a shared cost", "AU/SharedCost", "", "+611300975707"},
		{"toll-free in Canada", "CA/TollFree", "", "+18335550150"},
		{"without any address", "DE/Mobile", "ExcludeAllAddressRequired=true", ""},
		{"any address is not a local one", "DE/Mobile", "ExcludeLocalAddressRequired=true", "+491713920000"},
		{"without local addresses", "DE/Local", "ExcludeLocalAddressRequired=true", ""},
		{"foreign addresses are fine", "SE/Local", "InLocality=Kiruna", "+46980319200"},
		{"without foreign addresses", "SE/Local", "InLocality=Kiruna&ExcludeForeignAddressRequired=true", ""},
		{"new numbers", "SE/Mobile", "Beta=true", "+46701740605"},
		{"no new numbers", "SE/Mobile", "Beta=false", ""},
		{"a country code in small letters", "fr/Local", "InLocality=lyon", "+33465710000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := l.page(t, l.path("/AvailablePhoneNumbers/"+tt.path+".json?"+tt.query)).numbers()
			if tt.first == "" && len(found) != 0 || tt.first != "" && (len(found) == 0 || found[0] != tt.first) {
				t.Errorf("found %q, want %q first", found, tt.first)
			}
		})
	}
}

func TestOwnedNumbersAreNotOffered(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	l.own(t, 0, 3) // Leeds 0000 to 0002
	found := l.page(t, l.path("/AvailablePhoneNumbers/GB/Local.json?InLocality=Leeds&PageSize=1")).numbers()
	if diff := cmp.Diff([]string{stocked(3)}, found); diff != "" {
		t.Error(diff)
	}
	if found := l.page(t, l.path("/AvailablePhoneNumbers/US/Local.json?Contains=4155550111")).numbers(); len(found) != 0 {
		t.Errorf("the account's own number is offered: %q", found)
	}
}

func TestSearchPagesForwardsAndBackwards(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	var forwards, backwards []string
	next, last := l.path("/AvailablePhoneNumbers/US/Local.json?InRegion=WA&PageSize=45"), ""
	for next != "" {
		p := l.page(t, next)
		forwards = append(forwards, p.numbers()...)
		last, next = next, p.Next
	}
	for last != "" {
		p := l.page(t, last)
		backwards = append(p.numbers(), backwards...)
		last = p.Previous
	}
	if len(forwards) != 200 {
		t.Errorf("Seattle and Spokane have 200 numbers, not %d", len(forwards))
	}
	if diff := cmp.Diff(forwards, backwards); diff != "" {
		t.Error(diff)
	}
}

func TestEveryCountrySellsWhatItLinksTo(t *testing.T) {
	t.Parallel()
	l := newLocal(t)
	var list struct {
		Countries []struct {
			Code  string            `json:"country_code"`
			Links map[string]string `json:"subresource_uris"`
		}
	}
	if err := json.Unmarshal(l.get(t, l.path("/AvailablePhoneNumbers.json")), &list); err != nil {
		t.Fatal(err)
	}
	for _, country := range list.Countries {
		for kind, path := range country.Links {
			if found := l.page(t, path).numbers(); len(found) == 0 {
				t.Errorf("%s has no %s numbers", country.Code, kind)
			}
		}
		for _, path := range []string{"/v1/PhoneNumbers/Countries/", "/v1/Voice/Countries/"} {
			l.get(t, path+country.Code)
		}
	}
	for _, path := range []string{
		"/v1/PhoneNumbers/Countries?PageSize=3", "/v1/PhoneNumbers/Countries?PageSize=3&Page=1&PageToken=PA3", "/v1/Voice/Countries",
		"/v1/Voice/Numbers/+14155550111", "/v1/Voice/Numbers/+442071838750", "/v2/Voice/Numbers/+18005550100?OriginationNumber=%2B14155550111",
	} {
		l.get(t, path)
	}
}
