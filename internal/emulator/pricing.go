package emulator

import (
	"context"
	"net/http"
)

// pricingHost is where Twilio's prices are: v1 and v2 APIs link by whole URLs.
const pricingHost = "https://pricing.twilio.com"

// priceUnit is the currency of all prices.
const priceUnit = "USD"

func (e *Server) pricingRoutes() []route {
	get := func(pattern string, do handle) route {
		return route{pattern: pattern, on: map[string]handle{http.MethodGet: do}}
	}
	return []route{
		get("/v1/PhoneNumbers/Countries", e.listPriced),
		get("/v1/PhoneNumbers/Countries/{IsoCountry}", e.fetchNumberPrices),
		get("/v1/Voice/Countries", e.listPriced),
		get("/v1/Voice/Countries/{IsoCountry}", e.fetchVoicePrices),
		get("/v1/Voice/Numbers/{Number}", e.fetchCallPrice),
		get("/v2/Voice/Numbers/{Number}", e.fetchCallPrices),
	}
}

// price is an amount of [priceUnit] in decimal digits, or null; current is after discounts, of which there are none.
type price struct {
	Base    orNull `json:"base_price"`
	Current orNull `json:"current_price"`
	Type    orNull `json:"number_type"`
}

// prices are those of the types of numbers that have one.
func prices(of map[string]string) []price {
	all := []price{}
	for _, k := range kinds() {
		if name := priceName(k.name); of[name] != "" {
			all = append(all, price{Base: orNull(of[name]), Current: orNull(of[name]), Type: orNull(name)})
		}
	}
	return all
}

// fetchNumberPrices tells what a month of a number costs.
//
// https://www.twilio.com/docs/phone-numbers/pricing
func (e *Server) fetchNumberPrices(_ context.Context, r *request) (answer, error) {
	c := e.stock.country(r.arg("IsoCountry"))
	if c == nil {
		return answer{}, missing(r.path)
	}
	return ok(struct {
		Country string  `json:"country"`
		ISO     string  `json:"iso_country"`
		Prices  []price `json:"phone_number_prices"`
		Unit    string  `json:"price_unit"`
		URL     string  `json:"url"`
	}{c.Name, c.Code, prices(c.Rent), priceUnit, pricingHost + r.path})
}
