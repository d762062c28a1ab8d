package twilioapi

import (
	"context"
	"encoding/json"
	"strings"
)

// Pricing gives access to the price list. It is part of a [Client] and safe for concurrent use.
type Pricing struct{ conn *conn }

// Prices are the prices of a country's phone numbers.
//
// https://www.twilio.com/docs/phone-numbers/pricing
type Prices struct {
	Country    string  `json:"country"`
	ISOCountry string  `json:"iso_country"`
	Unit       string  `json:"price_unit"` // currency, ISO 4217: "USD"
	Prices     []Price `json:"-"`

	Raw json.RawMessage `json:"-"` // the list as the API sent it
}

// Price is the monthly price of one type of number. Amounts are the decimal digits that the API sent, such as "1.15",
// and never a float, so that they are printed unchanged. "" means unknown.
type Price struct {
	Type    string      `json:"number_type"`   // Twilio's word: "local", "toll free", "mobile", "national"
	Current json.Number `json:"current_price"` // with the account's discounts
	Base    json.Number `json:"base_price"`    // without discounts
	Unit    string      `json:"-"`             // currency, as in [Prices]

	Raw json.RawMessage `json:"-"` // the price exactly as the API sent it
}

// NumberPrices reads the prices of a country's numbers (ISO 3166-1). Code 20404: Twilio sells none there.
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

// Of returns the price of a type as in [Search]: "local", "toll-free" or "mobile".
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
