package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/inventory"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
)

// pricingHost is the base of links to prices: the v1 and v2 APIs link with absolute URLs.
const pricingHost = "https://pricing.twilio.com"

// priceUnit is the currency of all prices.
const priceUnit = "USD"

func (api *API) pricingRoutes() []rest.Route {
	get := func(pattern string, do rest.Handler) rest.Route {
		return rest.Route{Pattern: pattern, On: map[string]rest.Handler{http.MethodGet: do}}
	}
	return []rest.Route{
		get("/v1/PhoneNumbers/Countries", api.listPriced),
		get("/v1/PhoneNumbers/Countries/{IsoCountry}", api.fetchNumberPrices),
		get("/v1/Voice/Countries", api.listPriced),
		get("/v1/Voice/Countries/{IsoCountry}", api.fetchVoicePrices),
		get("/v1/Voice/Numbers/{Number}", api.fetchCallPrice),
		get("/v2/Voice/Numbers/{Number}", api.fetchCallPrices),
	}
}

// price is an amount of [priceUnit] in decimal digits, or null. current is the price after
// discounts, which the emulator does not have.
type price struct {
	Base    record.NullString `json:"base_price"`
	Current record.NullString `json:"current_price"`
	Type    record.NullString `json:"number_type"`
}

// prices returns the prices of the types of numbers that have one.
func prices(of map[string]string) []price {
	all := []price{}
	for _, k := range inventory.Kinds() {
		if name := inventory.PriceName(k.Name); of[name] != "" {
			all = append(all, price{Base: record.NullString(of[name]), Current: record.NullString(of[name]), Type: record.NullString(name)})
		}
	}
	return all
}

// fetchNumberPrices answers with the monthly price of numbers in a country.
//
// https://www.twilio.com/docs/phone-numbers/pricing
func (api *API) fetchNumberPrices(_ context.Context, r *rest.Request) (rest.Response, error) {
	c := api.Stock.Country(r.Arg("IsoCountry"))
	if c == nil {
		return rest.Response{}, apierror.NotFound(r.Path)
	}
	return rest.OK(struct {
		Country string  `json:"country"`
		ISO     string  `json:"iso_country"`
		Prices  []price `json:"phone_number_prices"`
		Unit    string  `json:"price_unit"`
		URL     string  `json:"url"`
	}{c.Name, c.Code, prices(c.Rent), priceUnit, pricingHost + r.Path})
}

// listPriced lists the countries that have prices, in the order of the stock. A place is counted
// from 1.
func (api *API) listPriced(_ context.Context, r *rest.Request) (rest.Response, error) {
	p, err := rest.ReadPage(r.Query)
	if err != nil {
		return rest.Response{}, err
	}
	type entry struct {
		Country string `json:"country"`
		ISO     string `json:"iso_country"`
		URL     string `json:"url"`
	}
	at := func(number int) string {
		text := fmt.Sprintf("%s%s?PageSize=%d&Page=%d", pricingHost, r.Path, p.Size, number)
		if number > 0 {
			text += fmt.Sprintf("&PageToken=PA%x", number*p.Size)
		}
		return text
	}
	list := []entry{}
	all := api.Stock.Countries
	from := min(int(p.Place), len(all))
	to := min(from+p.Size, len(all))
	for _, c := range all[from:to] {
		list = append(list, entry{c.Name, c.Code, pricingHost + r.Path + "/" + c.Code})
	}
	meta := rest.PageMeta{Page: p.Number, PageSize: p.Size, FirstPageURL: at(0), URL: at(p.Number), Key: "countries"}
	if to < len(all) {
		next := at(p.Number + 1)
		meta.NextPageURL = &next
	}
	if p.Number > 0 {
		previous := at(p.Number - 1)
		meta.PreviousPageURL = &previous
	}
	return rest.OK(struct {
		Countries []entry       `json:"countries"`
		Meta      rest.PageMeta `json:"meta"`
	}{list, meta})
}
