package twilioapi

import (
	"context"
	"encoding/json"
	"strings"
)

// Pricing is the price list. It comes with a [Client], and is safe for concurrent use.
type Pricing struct{ conn *conn }

// Prices are what phone numbers of a country cost.
//
// https://www.twilio.com/docs/phone-numbers/pricing
type Prices struct {
	Country    string  `json:"country"`
	ISOCountry string  `json:"iso_country"`
	Unit       string  `json:"price_unit"` // currency, ISO 4217: "USD"
	Prices     []Price `json:"-"`

	Raw json.RawMessage `json:"-"` // the list exactly as the API sent it
}

// Price is what one type of number costs a month. Amounts are the decimal digits that the API sent, "1.15":
// never a float, so that what is printed is what is charged. Empty: unknown.
type Price struct {
	Type    string      `json:"number_type"`   // Twilio's word: "local", "toll free", "mobile", "national"
	Current json.Number `json:"current_price"` // with the account's discounts
	Base    json.Number `json:"base_price"`    // without
	Unit    string      `json:"-"`             // currency, as in [Prices]

	Raw json.RawMessage `json:"-"` // the price exactly as the API sent it
}

// NumberPrices reads what numbers of a country (ISO 3166-1) cost. Code 20404: Twilio sells none there.
func (p Pricing) NumberPrices(ctx context.Context, country string) (Prices, error) {
	country, err := checkCountry(country)
	if err != nil {
		return Prices{}, err
	}
	c, err := p.conn.begin(ctx)
	if err != nil {
		return Prices{}, err
	}
	if _, err := c.pricing().FetchPhoneNumberCountry(country); err != nil {
		return Prices{}, err
	}
	return one(c, decodePrices)
}

// Of is the price of a type as [Search] names it: "local", "toll-free" or "mobile".
func (p Prices) Of(kind string) (Price, bool) {
	spaced := strings.ReplaceAll(kind, "-", " ")
	for _, price := range p.Prices {
		if strings.ReplaceAll(price.Type, "-", " ") == spaced {
			return price, true
		}
	}
	return Price{}, false
}

func decodePrices(raw json.RawMessage) (Prices, error) {
	list, err := decode[Prices](raw, "a price list", "iso_country")
	if err != nil {
		return Prices{}, err
	}
	items, err := decode[struct {
		Prices []json.RawMessage `json:"phone_number_prices"`
	}](raw, "a price list")
	if err != nil {
		return Prices{}, err
	}
	list.Raw = raw
	for _, item := range items.Prices {
		price, err := decode[Price](item, "a price", "number_type")
		if err != nil {
			return Prices{}, err
		}
		price.Unit, price.Raw = list.Unit, item
		list.Prices = append(list.Prices, price)
	}
	return list, nil
}
