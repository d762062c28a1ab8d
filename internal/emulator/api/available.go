package api

import (
	"context"
	"net/http"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/inventory"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
)

func (api *API) availableRoutes() []rest.Route {
	const path = record.AccountsPath + "/{AccountSid}/AvailablePhoneNumbers"
	get := func(do rest.Handler) map[string]rest.Handler { return map[string]rest.Handler{http.MethodGet: do} }
	routes := []rest.Route{
		{Pattern: path, On: get(api.listCountries)},
		{Pattern: path + "/{CountryCode}", On: get(api.fetchCountry)},
	}
	for _, k := range inventory.Kinds() {
		routes = append(routes, rest.Route{Pattern: path + "/{CountryCode}/" + k.Path, On: get(api.searchNumbers(k.Name))})
	}
	return routes
}

// available is a number that can be bought, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/phone-numbers/api/availablephonenumberlocal-resource
type available struct {
	FriendlyName        string                `json:"friendly_name"`
	PhoneNumber         string                `json:"phone_number"`
	LATA                record.NullString     `json:"lata"`
	Locality            record.NullString     `json:"locality"`
	RateCenter          record.NullString     `json:"rate_center"`
	Latitude            record.NullString     `json:"latitude"`
	Longitude           record.NullString     `json:"longitude"`
	Region              record.NullString     `json:"region"`
	PostalCode          record.NullString     `json:"postal_code"`
	ISOCountry          string                `json:"iso_country"`
	AddressRequirements string                `json:"address_requirements"`
	Beta                bool                  `json:"beta"`
	Capabilities        availableCapabilities `json:"capabilities"`
}

// availableCapabilities has the keys of a number that has no owner: those of messages are in upper
// case.
type availableCapabilities struct {
	Voice bool `json:"voice"`
	SMS   bool `json:"SMS"`
	MMS   bool `json:"MMS"`
	Fax   bool `json:"fax"`
}

func availableNumber(i inventory.Item) available {
	b := i.Block
	return available{
		FriendlyName: i.Friendly(), PhoneNumber: i.E164,
		LATA: record.NullString(b.LATA), Locality: record.NullString(b.Locality), RateCenter: record.NullString(b.RateCenter),
		Latitude: record.NullString(b.Latitude), Longitude: record.NullString(b.Longitude),
		Region: record.NullString(b.Region), PostalCode: record.NullString(b.PostalCode), ISOCountry: b.Country,
		AddressRequirements: b.Address, Beta: b.Beta, Capabilities: availableCapabilities(b.Capabilities),
	}
}

// searchNumbers lists the available numbers of a type, in the order of the stock.
func (api *API) searchNumbers(kind string) rest.Handler {
	return func(ctx context.Context, r *rest.Request) (rest.Response, error) {
		where := api.Stock.Country(r.Arg("CountryCode"))
		if where == nil || !where.Sells(kind) {
			return rest.Response{}, apierror.NotFound(r.Path)
		}
		p, err := rest.ReadPage(r.Query)
		if err != nil {
			return rest.Response{}, err
		}
		f, err := readSearch(api.Stock, where, kind, r.Query)
		if err != nil {
			return rest.Response{}, err
		}
		s, err := api.searchStock(ctx, p, f)
		if err != nil {
			return rest.Response{}, err
		}
		body, err := p.Envelope(r.Path, "available_phone_numbers", r.Query, s)
		if err != nil {
			return rest.Response{}, err
		}
		return rest.OK(body)
	}
}

// availableCountry is a country where numbers can be bought.
//
// https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource
type availableCountry struct {
	CountryCode     string            `json:"country_code"`
	Country         string            `json:"country"`
	URI             string            `json:"uri"`
	Beta            bool              `json:"beta"`
	SubresourceURIs map[string]string `json:"subresource_uris"`
}

// countryFor returns the country in the form in which an account sees it.
func countryFor(c *inventory.Country, accountSid string) availableCountry {
	base := record.AccountsPath + "/" + accountSid + "/AvailablePhoneNumbers/" + c.Code
	links := map[string]string{}
	for _, k := range inventory.Kinds() {
		if c.Sells(k.Name) {
			links[k.Link] = base + "/" + k.Path + ".json"
		}
	}
	return availableCountry{CountryCode: c.Code, Country: c.Name, URI: base + ".json", SubresourceURIs: links}
}

// listCountries lists all countries on one page, as Twilio does.
func (api *API) listCountries(_ context.Context, r *rest.Request) (rest.Response, error) {
	body := struct {
		Countries []availableCountry `json:"countries"`
		URI       string             `json:"uri"`
	}{URI: r.Path}
	for i := range api.Stock.Countries {
		body.Countries = append(body.Countries, countryFor(&api.Stock.Countries[i], r.Account.Sid))
	}
	return rest.OK(body)
}

func (api *API) fetchCountry(_ context.Context, r *rest.Request) (rest.Response, error) {
	c := api.Stock.Country(r.Arg("CountryCode"))
	if c == nil {
		return rest.Response{}, apierror.NotFound(r.Path)
	}
	return rest.OK(countryFor(c, r.Account.Sid))
}
