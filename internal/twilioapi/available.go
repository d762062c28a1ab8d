package twilioapi

import (
	"context"
	"encoding/json"
	"iter"
	"strconv"
	"strings"

	api "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/twvoice/twvoice/internal/fault"
)

// AvailableNumbers gives access to the numbers that can be bought. It is part of a [Client] and safe for concurrent use.
type AvailableNumbers struct{ conn *conn }

// Available is a number that can be bought. What the API sent as null is "" here.
//
// https://www.twilio.com/docs/phone-numbers/api/availablephonenumberlocal-resource
type Available struct {
	PhoneNumber         string       `json:"phone_number"`  // E.164
	FriendlyName        string       `json:"friendly_name"` // the number formatted for display
	Locality            string       `json:"locality"`
	Region              string       `json:"region"` // state or province
	PostalCode          string       `json:"postal_code"`
	RateCenter          string       `json:"rate_center"`
	LATA                string       `json:"lata"`
	ISOCountry          string       `json:"iso_country"`
	AddressRequirements string       `json:"address_requirements"` // "none", "any", "local" or "foreign"
	Beta                bool         `json:"beta"`
	Capabilities        Capabilities `json:"capabilities"`

	Raw json.RawMessage `json:"-"` // the number exactly as the API sent it
}

// Search selects numbers. Country is required; the zero value of the other fields does not narrow the search.
type Search struct {
	Country  string // ISO 3166-1, "US"
	Type     string // "local" (also the default), "toll-free" or "mobile"
	AreaCode string // US and CA
	Contains string // 2 to 16 digits or letters; "*" is any one of them, "%" any sequence of them, at an end

	Near     string // a number in E.164, or LAT,LONG; US and CA
	Distance int    // miles around Near; 0: Twilio's 25

	InRegion     string // state or province, "CA"
	InLocality   string
	InPostalCode string

	Voice, SMS, MMS, Fax *bool // nil: either way

	ExcludeAllAddressRequired bool // only numbers that need no address
}

// Search yields numbers in Twilio's order. It requests further pages as they are needed; limit ≤ 0 yields all numbers
// that Twilio offers. An error is yielded once, at the end.
func (n AvailableNumbers) Search(ctx context.Context, s Search, limit int) iter.Seq2[Available, error] {
	fetch, err := s.fetch()
	if err != nil {
		return func(yield func(Available, error) bool) { yield(Available{}, err) }
	}
	return listing[Available]{key: "available_phone_numbers", fetch: fetch, decode: decodeAvailable}.all(ctx, n.conn, limit)
}

// fetch returns the generated method for the type. The methods have parameters of the same shape.
func (s Search) fetch() (func(*call, int) error, error) {
	country, err := checkCountry(s.Country)
	if err != nil {
		return nil, err
	}
	local, err := s.params()
	if err != nil {
		return nil, err
	}
	switch s.Type {
	case "", "local":
		return func(c *call, size int) error {
			local.PageSize = &size
			_, err := c.api().PageAvailablePhoneNumberLocal(country, &local, "", "")
			return err
		}, nil
	case "toll-free":
		free := api.ListAvailablePhoneNumberTollFreeParams(local)
		return func(c *call, size int) error {
			free.PageSize = &size
			_, err := c.api().PageAvailablePhoneNumberTollFree(country, &free, "", "")
			return err
		}, nil
	case "mobile":
		mobile := api.ListAvailablePhoneNumberMobileParams(local)
		return func(c *call, size int) error {
			mobile.PageSize = &size
			_, err := c.api().PageAvailablePhoneNumberMobile(country, &mobile, "", "")
			return err
		}, nil
	}
	return nil, fault.Usagef("%q is not a type of number: local, toll-free or mobile", s.Type)
}

func (s Search) params() (api.ListAvailablePhoneNumberLocalParams, error) {
	p := api.ListAvailablePhoneNumberLocalParams{
		Contains:     optional(s.Contains),
		InRegion:     optional(s.InRegion),
		InLocality:   optional(s.InLocality),
		InPostalCode: optional(s.InPostalCode),
		VoiceEnabled: s.Voice,
		SmsEnabled:   s.SMS,
		MmsEnabled:   s.MMS,
		FaxEnabled:   s.Fax,
	}
	if strings.Contains(s.Near, ",") {
		p.NearLatLong = optional(strings.ReplaceAll(s.Near, " ", ""))
	} else {
		p.NearNumber = optional(s.Near)
	}
	if s.Distance != 0 {
		p.Distance = &s.Distance
	}
	if s.ExcludeAllAddressRequired {
		p.ExcludeAllAddressRequired = &s.ExcludeAllAddressRequired
	}
	if s.AreaCode != "" {
		code, err := strconv.Atoi(s.AreaCode) // the generated parameter is a number: 0123 would become 123
		if err != nil || strconv.Itoa(code) != s.AreaCode || code < 0 {
			return p, fault.Usagef("%q is not an area code, like 415", s.AreaCode)
		}
		p.AreaCode = &code
	}
	return p, nil
}

func decodeAvailable(raw json.RawMessage) (Available, error) {
	a, err := decode[Available](raw, "an available number", "phone_number")
	a.Raw = raw
	return a, err
}
