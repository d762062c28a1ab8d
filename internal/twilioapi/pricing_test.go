package twilioapi_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/twilioapi"
)

func TestPricesKeepTheirDigits(t *testing.T) {
	t.Parallel()
	const local, free = `{"number_type":"local","base_price":"1.15","current_price":"1.150"}`, `{"number_type":"toll free","base_price":2.15,"current_price":null}`
	const raw = `{"country":"United States","iso_country":"US","price_unit":"USD","phone_number_prices":[` + local + `,` + free + `],"url":"x"}`
	s := newServer(t, answerWith(200, raw))
	got, err := s.client(t).Pricing.NumberPrices(t.Context(), "us")
	if err != nil {
		t.Fatal(err)
	}
	want := twilioapi.Prices{
		Country: "United States", ISOCountry: "US", Unit: "USD",
		Prices: []twilioapi.Price{
			{Type: "local", Base: "1.15", Current: "1.150", Unit: "USD", Raw: []byte(local)},
			{Type: "toll free", Base: "2.15", Unit: "USD", Raw: []byte(free)},
		},
		Raw: []byte(raw),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("prices: -want +got\n%s", diff)
	}
	s.wantRequests(t, "GET /v1/PhoneNumbers/Countries/US")

	if price, ok := got.Of("toll-free"); !ok || price.Base != "2.15" {
		t.Errorf("toll-free: got %+v, %v", price, ok)
	}
	if _, ok := got.Of("mobile"); ok {
		t.Error("there is no price for mobile numbers")
	}
}

func TestCountryWithoutNumbersIsRefused(t *testing.T) {
	t.Parallel()
	s := newServer(t, answerWith(404, refusal(404, "20404", "not found")))
	if _, err := s.client(t).Pricing.NumberPrices(t.Context(), "AQ"); !twilioapi.IsCode(err, "20404") {
		t.Errorf("got %v, want 20404", err)
	}
}
