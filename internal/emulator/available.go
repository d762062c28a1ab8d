package emulator

import (
	"context"
	"net/http"
)

func (e *Server) availableRoutes() []route {
	const path = accountsPath + "/{AccountSid}/AvailablePhoneNumbers"
	get := func(do handle) map[string]handle { return map[string]handle{http.MethodGet: do} }
	routes := []route{
		{pattern: path, on: get(e.listCountries)},
		{pattern: path + "/{CountryCode}", on: get(e.fetchCountry)},
	}
	for _, k := range kinds() {
		routes = append(routes, route{pattern: path + "/{CountryCode}/" + k.path, on: get(e.searchNumbers(k.name))})
	}
	return routes
}

// available is a number that can be bought, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/phone-numbers/api/availablephonenumberlocal-resource
type available struct {
	FriendlyName        string                `json:"friendly_name"`
	PhoneNumber         string                `json:"phone_number"`
	LATA                orNull                `json:"lata"`
	Locality            orNull                `json:"locality"`
	RateCenter          orNull                `json:"rate_center"`
	Latitude            orNull                `json:"latitude"`
	Longitude           orNull                `json:"longitude"`
	Region              orNull                `json:"region"`
	PostalCode          orNull                `json:"postal_code"`
	ISOCountry          string                `json:"iso_country"`
	AddressRequirements string                `json:"address_requirements"`
	Beta                bool                  `json:"beta"`
	Capabilities        availableCapabilities `json:"capabilities"`
}

// availableCapabilities has the keys of a number that nobody owns yet: messages in upper case.
type availableCapabilities struct {
	Voice bool `json:"voice"`
	SMS   bool `json:"SMS"`
	MMS   bool `json:"MMS"`
	Fax   bool `json:"fax"`
}

func (i item) available() available {
	b := i.block
	return available{
		FriendlyName: i.friendly(), PhoneNumber: i.e164,
		LATA: orNull(b.LATA), Locality: orNull(b.Locality), RateCenter: orNull(b.RateCenter),
		Latitude: orNull(b.Latitude), Longitude: orNull(b.Longitude),
		Region: orNull(b.Region), PostalCode: orNull(b.PostalCode), ISOCountry: b.Country,
		AddressRequirements: b.Address, Beta: b.Beta, Capabilities: availableCapabilities(b.Capabilities),
	}
}

// searchNumbers offers what nobody owns, block by block in the order of the stock.
func (e *Server) searchNumbers(kind string) handle {
	return func(ctx context.Context, r *request) (answer, error) {
		where := e.stock.country(r.arg("CountryCode"))
		if where == nil || !where.sells(kind) {
			return answer{}, missing(r.path)
		}
		p, err := readPage(r.query)
		if err != nil {
			return answer{}, err
		}
		f, err := e.stock.readSearch(where, kind, r.query)
		if err != nil {
			return answer{}, err
		}
		s, err := e.offer(ctx, p, f)
		if err != nil {
			return answer{}, err
		}
		body, err := p.envelope(r.path, "available_phone_numbers", r.query, s)
		if err != nil {
			return answer{}, err
		}
		return ok(body)
	}
}
