package webhook_test

import (
	"testing"

	"github.com/twvoice/twvoice/pkg/webhook"
)

func TestPlaceOfANumber(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, number string
		want         webhook.Place
	}{
		{"a number in the United States has all four", "+14155550100", webhook.Place{City: "SAN FRANCISCO", State: "CA", Zip: "94105", Country: "US"}},
		{"a zip begins with zero where it does", "+12015550100", webhook.Place{City: "JERSEY CITY", State: "NJ", Zip: "07302", Country: "US"}},
		{"an overlay is where the older area code is", "+19455550100", webhook.Place{City: "DALLAS", State: "TX", Zip: "75201", Country: "US"}},
		{"the first line of the table", "+12055550100", webhook.Place{City: "BIRMINGHAM", State: "AL", Zip: "35203", Country: "US"}},
		{"the last line of the table", "+13075550100", webhook.Place{City: "CHEYENNE", State: "WY", Zip: "82001", Country: "US"}},
		{"a Canadian number has no zip", "+14165550100", webhook.Place{City: "TORONTO", State: "ON", Country: "CA"}},
		{"a city may have a point and an apostrophe", "+17095550100", webhook.Place{City: "ST. JOHN'S", State: "NL", Country: "CA"}},
		{"three territories share an area code", "+18675550100", webhook.Place{Country: "CA"}},
		{"a Canadian number that is nowhere", "+16005550100", webhook.Place{Country: "CA"}},
		{"toll-free numbers are nowhere", "+18005550100", webhook.Place{Country: "US"}},
		{"so are personal ones", "+15005550006", webhook.Place{Country: "US"}},
		{"an area code that nobody has", "+19995550100", webhook.Place{Country: "US"}},
		{"a number that is too short for its area code", "+1415555010", webhook.Place{Country: "US"}},
		{"Jamaica has country code 1 and its own area codes", "+18765550100", webhook.Place{Country: "JM"}},
		{"the Bahamas", "+12425550100", webhook.Place{Country: "BS"}},
		{"Puerto Rico", "+17875550100", webhook.Place{Country: "PR"}},
		{"elsewhere there is the country only", "+442071838750", webhook.Place{Country: "GB"}},
		{"Germany", "+4915555000000", webhook.Place{Country: "DE"}},
		{"a country code of three digits", "+353209100000", webhook.Place{Country: "IE"}},
		{"Russia", "+74955550100", webhook.Place{Country: "RU"}},
		{"Kazakhstan has the country code of Russia", "+77015550100", webhook.Place{Country: "KZ"}},
		{"Mayotte has the country code of Réunion", "+262639555010", webhook.Place{Country: "YT"}},
		{"Réunion itself", "+262692555010", webhook.Place{Country: "RE"}},
		{"a satellite is in no country", "+870773555010", webhook.Place{}},
		{"a client of an SDK", "client:ann", webhook.Place{}},
		{"a SIP address, even of digits", "sip:+14155550100@example.com", webhook.Place{}},
		{"a withheld number", "anonymous", webhook.Place{}},
		{"ANONYMOUS on the keys of a phone is not in Lesotho", "+266696687", webhook.Place{}},
		{"UNAVAILABLE is not in China", "+86282452253", webhook.Place{}},
		{"a short code", "72345", webhook.Place{}},
		{"national form", "4155550100", webhook.Place{}},
		{"with spaces", "+1 415 555 0100", webhook.Place{}},
		{"nothing", "", webhook.Place{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := webhook.PlaceOf(tt.number); got != tt.want {
				t.Errorf("PlaceOf(%q): got %+v, want %+v", tt.number, got, tt.want)
			}
		})
	}
}
