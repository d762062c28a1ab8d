package twilioapi_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

func TestSearchSendsItsFilters(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	const at = "GET /2010-04-01/Accounts/" + ac + "/AvailablePhoneNumbers/"
	tests := []struct {
		name   string
		search twilioapi.Search
		want   string
	}{
		{"a country alone searches local numbers", twilioapi.Search{Country: "us"}, at + "US/Local.json?PageSize=20"},
		{"toll-free numbers", twilioapi.Search{Country: "US", Type: "toll-free", Voice: &yes}, at + "US/TollFree.json?PageSize=20&VoiceEnabled=true"},
		{"mobile numbers", twilioapi.Search{Country: "GB", Type: "mobile", SMS: &no, MMS: &yes, Fax: &no}, at + "GB/Mobile.json?FaxEnabled=false&MmsEnabled=true&PageSize=20&SmsEnabled=false"},
		{"a pattern keeps its wildcards", twilioapi.Search{Country: "US", AreaCode: "415", Contains: "+1415555****"}, at + "US/Local.json?AreaCode=415&Contains=%2B1415555%2A%2A%2A%2A&PageSize=20"},
		{"near a number", twilioapi.Search{Country: "US", Near: "+14155550100", Distance: 50}, at + "US/Local.json?Distance=50&NearNumber=%2B14155550100&PageSize=20"},
		{"near a place, whose decimals arrive", twilioapi.Search{Country: "US", Near: "37.7749, -122.4194"}, at + "US/Local.json?NearLatLong=37.7749%2C-122.4194&PageSize=20"},
		{
			"in a place",
			twilioapi.Search{Country: "CA", InRegion: "BC", InLocality: "Port Moody", InPostalCode: "V3H", ExcludeAllAddressRequired: true},
			at + "CA/Local.json?ExcludeAllAddressRequired=true&InLocality=Port+Moody&InPostalCode=V3H&InRegion=BC&PageSize=20",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, answerWith(200, `{"available_phone_numbers":[],"uri":"/x"}`))
			for _, err := range s.client(t).Available.Search(t.Context(), tt.search, 20) {
				t.Fatal(err)
			}
			s.wantRequests(t, tt.want)
		})
	}
}

func TestSearchesThatCannotBeAskedAreRefused(t *testing.T) {
	t.Parallel()
	for name, search := range map[string]twilioapi.Search{
		"no country":                         {},
		"a type that does not exist":         {Country: "US", Type: "satellite"},
		"an area code that is no number":     {Country: "US", AreaCode: "4x5"},
		"an area code that would be mangled": {Country: "US", AreaCode: "020"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, answerWith(200, `{}`))
			count := 0
			for _, err := range s.client(t).Available.Search(t.Context(), search, 0) {
				if count++; fault.ExitOf(err) != fault.Usage {
					t.Errorf("got %v, want a usage error", err)
				}
			}
			if count != 1 {
				t.Errorf("yielded %d times, want once", count)
			}
			s.wantRequests(t)
		})
	}
}

func TestCapabilitiesAreReadInAnyCase(t *testing.T) {
	t.Parallel()
	const raw = `{"friendly_name":"(510) 564-7903","phone_number":"+15105647903","lata":"722","locality":"Oakland",
	"rate_center":"OKLD","latitude":"37.780000","longitude":null,"region":"CA","postal_code":"94612","iso_country":"US",
	"address_requirements":"none","beta":false,"capabilities":{"voice":true,"SMS":true,"MMS":false}}`
	s := newServer(t, answerWith(200, `{"available_phone_numbers":[`+raw+`]}`))
	want := twilioapi.Available{
		PhoneNumber: "+15105647903", FriendlyName: "(510) 564-7903", LATA: "722", Locality: "Oakland", RateCenter: "OKLD",
		Region: "CA", PostalCode: "94612", ISOCountry: "US", AddressRequirements: "none",
		Capabilities: twilioapi.Capabilities{Voice: true, SMS: true}, Raw: []byte(raw),
	}
	for got, err := range s.client(t).Available.Search(t.Context(), twilioapi.Search{Country: "US"}, 1) {
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("number: -want +got\n%s", diff)
		}
	}
}
