package emulator

import (
	"context"
	"strings"
)

// outbound is what a minute to numbers with some prefixes costs.
type outbound struct {
	Prefixes     []string `json:"prefixes"`
	Base         string   `json:"base_price"`
	Current      string   `json:"current_price"`
	FriendlyName string   `json:"friendly_name"`
}

// fetchVoicePrices tells what a minute costs, to a country and from it.
//
// https://www.twilio.com/docs/voice/pricing
func (e *Server) fetchVoicePrices(_ context.Context, r *request) (answer, error) {
	c := e.stock.country(r.arg("IsoCountry"))
	if c == nil {
		return answer{}, missing(r.path)
	}
	var out []outbound
	for _, to := range []struct{ name, price string }{{"", c.Landline}, {" - Mobile", c.Mobile}} {
		out = append(out, outbound{[]string{c.Dialing}, to.price, to.price, "Programmable Outbound Minute - " + c.Name + to.name})
	}
	return ok(struct {
		Country  string     `json:"country"`
		ISO      string     `json:"iso_country"`
		Outbound []outbound `json:"outbound_prefix_prices"`
		Inbound  []price    `json:"inbound_call_prices"`
		Unit     string     `json:"price_unit"`
		URL      string     `json:"url"`
	}{c.Name, c.Code, out, prices(c.Inbound), priceUnit, pricingHost + r.path})
}

// fetchCallPrice tells what calls of a number cost (v1).
func (e *Server) fetchCallPrice(_ context.Context, r *request) (answer, error) {
	number, c, err := e.priced(r)
	if err != nil {
		return answer{}, err
	}
	return ok(struct {
		Number   string  `json:"number"`
		Country  string  `json:"country"`
		ISO      string  `json:"iso_country"`
		Outbound outGoes `json:"outbound_call_price"`
		Inbound  price   `json:"inbound_call_price"`
		Unit     string  `json:"price_unit"`
		URL      string  `json:"url"`
	}{number, c.Name, c.Code, outGoes{c.Landline, c.Landline}, e.inbound(number, c), priceUnit, pricingHost + r.path})
}

// outGoes is the price of a minute.
type outGoes struct {
	Base    string `json:"base_price"`
	Current string `json:"current_price"`
}

// fetchCallPrices is the same (v2), where a price may follow where a call comes from.
func (e *Server) fetchCallPrices(_ context.Context, r *request) (answer, error) {
	number, c, err := e.priced(r)
	if err != nil {
		return answer{}, err
	}
	type from struct {
		Base     string   `json:"base_price"`
		Current  string   `json:"current_price"`
		Prefixes []string `json:"origination_prefixes"`
	}
	return ok(struct {
		Number   string `json:"destination_number"`
		Origin   orNull `json:"origination_number"`
		Country  string `json:"country"`
		ISO      string `json:"iso_country"`
		Outbound []from `json:"outbound_call_prices"`
		Inbound  price  `json:"inbound_call_price"`
		Unit     string `json:"price_unit"`
		URL      string `json:"url"`
	}{
		number, orNull(r.query.Get("OriginationNumber")), c.Name, c.Code,
		[]from{{c.Landline, c.Landline, []string{"ALL"}}},
		e.inbound(number, c), priceUnit, pricingHost + r.path,
	})
}

// priced is the number of a path, and its country.
func (e *Server) priced(r *request) (string, *country, error) {
	number := e164(r.arg("Number"))
	if number == "" {
		return "", nil, missing(r.path)
	}
	if thing, ok := e.stock.find(number); ok {
		return number, e.stock.country(thing.block.Country), nil
	}
	for i := range e.stock.countries {
		if c := &e.stock.countries[i]; strings.HasPrefix(number, "+"+c.Dialing) {
			return number, c, nil
		}
	}
	return "", nil, missing(r.path)
}

// inbound is the price of a minute to a number that could be owned; others have none.
func (e *Server) inbound(number string, c *country) price {
	thing, ok := e.stock.find(number)
	if !ok {
		return price{}
	}
	name := priceName(thing.block.Type)
	return price{Base: orNull(c.Inbound[name]), Current: orNull(c.Inbound[name]), Type: orNull(name)}
}
