package api

import (
	"context"
	"strings"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/inventory"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/pkg/e164"
)

// outbound is the price of a minute to numbers with certain prefixes.
type outbound struct {
	Prefixes     []string `json:"prefixes"`
	Base         string   `json:"base_price"`
	Current      string   `json:"current_price"`
	FriendlyName string   `json:"friendly_name"`
}

// fetchVoicePrices answers with the prices of a minute to and from a country.
//
// https://www.twilio.com/docs/voice/pricing
func (api *API) fetchVoicePrices(_ context.Context, r *rest.Request) (rest.Response, error) {
	c := api.Stock.Country(r.Arg("IsoCountry"))
	if c == nil {
		return rest.Response{}, apierror.NotFound(r.Path)
	}
	var out []outbound
	for _, to := range []struct{ name, price string }{{"", c.Landline}, {" - Mobile", c.Mobile}} {
		out = append(out, outbound{[]string{c.Dialing}, to.price, to.price, "Programmable Outbound Minute - " + c.Name + to.name})
	}
	return rest.OK(struct {
		Country  string     `json:"country"`
		ISO      string     `json:"iso_country"`
		Outbound []outbound `json:"outbound_prefix_prices"`
		Inbound  []price    `json:"inbound_call_prices"`
		Unit     string     `json:"price_unit"`
		URL      string     `json:"url"`
	}{c.Name, c.Code, out, prices(c.Inbound), priceUnit, pricingHost + r.Path})
}

// fetchCallPrice answers with the price of calls with a number (v1).
func (api *API) fetchCallPrice(_ context.Context, r *rest.Request) (rest.Response, error) {
	number, c, err := api.priced(r)
	if err != nil {
		return rest.Response{}, err
	}
	return rest.OK(struct {
		Number   string        `json:"number"`
		Country  string        `json:"country"`
		ISO      string        `json:"iso_country"`
		Outbound outboundPrice `json:"outbound_call_price"`
		Inbound  price         `json:"inbound_call_price"`
		Unit     string        `json:"price_unit"`
		URL      string        `json:"url"`
	}{number, c.Name, c.Code, outboundPrice{c.Landline, c.Landline}, api.inbound(number, c), priceUnit, pricingHost + r.Path})
}

// outboundPrice is the price of a minute.
type outboundPrice struct {
	Base    string `json:"base_price"`
	Current string `json:"current_price"`
}

// fetchCallPrices is the same in v2, where the price may depend on the origin of the call.
func (api *API) fetchCallPrices(_ context.Context, r *rest.Request) (rest.Response, error) {
	number, c, err := api.priced(r)
	if err != nil {
		return rest.Response{}, err
	}
	type from struct {
		Base     string   `json:"base_price"`
		Current  string   `json:"current_price"`
		Prefixes []string `json:"origination_prefixes"`
	}
	return rest.OK(struct {
		Number   string            `json:"destination_number"`
		Origin   record.NullString `json:"origination_number"`
		Country  string            `json:"country"`
		ISO      string            `json:"iso_country"`
		Outbound []from            `json:"outbound_call_prices"`
		Inbound  price             `json:"inbound_call_price"`
		Unit     string            `json:"price_unit"`
		URL      string            `json:"url"`
	}{
		number, record.NullString(r.Query.Get("OriginationNumber")), c.Name, c.Code,
		[]from{{c.Landline, c.Landline, []string{"ALL"}}},
		api.inbound(number, c), priceUnit, pricingHost + r.Path,
	})
}

// priced returns the number of a path and its country.
func (api *API) priced(r *rest.Request) (string, *inventory.Country, error) {
	number, ok := e164.ParseDialable(r.Arg("Number"))
	if !ok {
		return "", nil, apierror.NotFound(r.Path)
	}
	if thing, ok := api.Stock.Find(number); ok {
		return number, api.Stock.Country(thing.Block.Country), nil
	}
	for i := range api.Stock.Countries {
		if c := &api.Stock.Countries[i]; strings.HasPrefix(number, "+"+c.Dialing) {
			return number, c, nil
		}
	}
	return "", nil, apierror.NotFound(r.Path)
}

// inbound returns the price of a minute to a number that could be owned; other numbers have none.
func (api *API) inbound(number string, c *inventory.Country) price {
	thing, ok := api.Stock.Find(number)
	if !ok {
		return price{}
	}
	name := inventory.PriceName(thing.Block.Type)
	return price{Base: record.NullString(c.Inbound[name]), Current: record.NullString(c.Inbound[name]), Type: record.NullString(name)}
}
