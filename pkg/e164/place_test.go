package e164_test

import (
	"testing"

	"github.com/twvoice/twvoice/pkg/e164"
)

func TestPlaceOfANumber(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, number string
		want         e164.Place
	}{
		{"a number in the United States has all four", "+14155550100", e164.Place{City: "SAN FRANCISCO", State: "CA", Zip: "94105", Country: "US"}},
		{"a zip begins with zero where it does", "+12015550100", e164.Place{City: "JERSEY CITY", State: "NJ", Zip: "07302", Country: "US"}},
		{"an overlay is where the older area code is", "+19455550100", e164.Place{City: "DALLAS", State: "TX", Zip: "75201", Country: "US"}},
		{"the first line of the table", "+12055550100", e164.Place{City: "BIRMINGHAM", State: "AL", Zip: "35203", Country: "US"}},
		{"the last line of the table", "+13075550100", e164.Place{City: "CHEYENNE", State: "WY", Zip: "82001", Country: "US"}},
		{"a Canadian number has no zip", "+14165550100", e164.Place{City: "TORONTO", State: "ON", Country: "CA"}},
		{"a city may have a point and an apostrophe", "+17095550100", e164.Place{City: "ST. JOHN'S", State: "NL", Country: "CA"}},
		{"three territories share an area code", "+18675550100", e164.Place{Country: "CA"}},
		{"a Canadian number that is nowhere", "+16005550100", e164.Place{Country: "CA"}},
		{"toll-free numbers are nowhere", "+18005550100", e164.Place{Country: "US"}},
		{"so are personal ones", "+15005550006", e164.Place{Country: "US"}},
		{"an area code that nobody has", "+19995550100", e164.Place{Country: "US"}},
		{"a number that is too short for its area code", "+1415555010", e164.Place{Country: "US"}},
		{"Jamaica has country code 1 and its own area codes", "+18765550100", e164.Place{Country: "JM"}},
		{"the Bahamas", "+12425550100", e164.Place{Country: "BS"}},
		{"Puerto Rico", "+17875550100", e164.Place{Country: "PR"}},
		{"elsewhere there is the country only", "+442071838750", e164.Place{Country: "GB"}},
		{"Germany", "+4915555000000", e164.Place{Country: "DE"}},
		{"a country code of three digits", "+353209100000", e164.Place{Country: "IE"}},
		{"Russia", "+74955550100", e164.Place{Country: "RU"}},
		{"Kazakhstan has the country code of Russia", "+77015550100", e164.Place{Country: "KZ"}},
		{"Mayotte has the country code of Réunion", "+262639555010", e164.Place{Country: "YT"}},
		{"Réunion itself", "+262692555010", e164.Place{Country: "RE"}},
		{"a satellite is in no country", "+870773555010", e164.Place{}},
		{"a client of an SDK", "client:ann", e164.Place{}},
		{"a SIP address, even of digits", "sip:+14155550100@example.com", e164.Place{}},
		{"a withheld number", "anonymous", e164.Place{}},
		{"ANONYMOUS on the keys of a phone is not in Lesotho", "+266696687", e164.Place{}},
		{"UNAVAILABLE is not in China", "+86282452253", e164.Place{}},
		{"a short code", "72345", e164.Place{}},
		{"national form", "4155550100", e164.Place{}},
		{"with spaces", "+1 415 555 0100", e164.Place{}},
		{"nothing", "", e164.Place{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := e164.PlaceOf(tt.number); got != tt.want {
				t.Errorf("PlaceOf(%q): got %+v, want %+v", tt.number, got, tt.want)
			}
		})
	}
}
