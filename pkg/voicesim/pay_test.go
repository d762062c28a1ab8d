package voicesim_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// typed presses keys and returns all that the call does about them.
func typed(m *leg.Machine, keys string) []event.Action {
	var all []event.Action
	for _, key := range []byte(keys) {
		all = append(all, m.Step(0, event.Pressed{Key: key})...)
	}
	return all
}

// told returns the parameters of the last status callback.
func told(actions []event.Action) url.Values {
	var params url.Values
	for _, action := range actions {
		if fetch, ok := action.(event.Fetch); ok && fetch.Purpose == event.PurposePay {
			params = fetch.Params
		}
	}
	return params
}

// Each kind of card is known by its first digits, and its number is masked as it is printed.
func TestKindsOfCards(t *testing.T) {
	t.Parallel()
	tests := []struct{ keys, kind, masked string }{
		{"4111111111111111", "visa", "xxxx-xxxx-xxxx-1111"},
		{"4222222222222#", "visa", "xxxx-xxxx-x222-2"},
		{"5555555555554444", "mastercard", "xxxx-xxxx-xxxx-4444"},
		{"2223003122003222", "mastercard", "xxxx-xxxx-xxxx-3222"},
		{"371449635398431", "amex", "xxxx-xxxxxx-x8431"},
		{"6011000990139424", "discover", "xxxx-xxxx-xxxx-9424"},
		{"3566002020360505", "jcb", "xxxx-xxxx-xxxx-0505"},
		{"30569309025904", "diners-club", "xxxx-xxxxxx-5904"},
		{"6759649826438453#", "maestro", "xxxx-xxxx-xxxx-8453"},
		{"201400000000009", "enroute", "xxxx-xxxxxx-x0009"},
	}
	for _, test := range tests {
		t.Run(test.keys, func(t *testing.T) {
			t.Parallel()
			m := began(t, `<Response><Pay statusCallback="/step" validCardTypes="visa mastercard amex maestro discover jcb diners-club enroute"/></Response>`)
			got := told(typed(m, test.keys))
			if got.Get("PaymentCardType") != test.kind || got.Get("PaymentCardNumber") != test.masked {
				t.Errorf("got %q %q, want %q %q", got.Get("PaymentCardType"), got.Get("PaymentCardNumber"), test.kind, test.masked)
			}
		})
	}
}

// What a caller types is in no request, no note and no other action, whatever becomes of the payment.
func TestPaymentHidesSecrets(t *testing.T) {
	t.Parallel()
	const card, code, account = "4111111111111111", "8347", "923456781"
	documents := map[string]struct{ source, keys string }{
		"a card":         {`<Response><Pay statusCallback="/step" postalCode="false"/></Response>`, card + "1299" + code[:3]},
		"a wrong card":   {`<Response><Pay statusCallback="/step"/></Response>`, card[:15] + "2" + card[:15] + "2"},
		"half a card":    {`<Response><Pay statusCallback="/step"/></Response>`, card[:12] + "*"},
		"a wrong code":   {`<Response><Pay statusCallback="/step"/></Response>`, card + "1299" + code[:2] + "#"},
		"a bank account": {`<Response><Pay statusCallback="/step" paymentMethod="ach-debit"><Parameter name="AVSName" value="x"/></Pay></Response>`, "021000021" + account + "#"},
	}
	for name, test := range documents {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := began(t, test.source)
			actions := typed(m, test.keys)
			actions = append(actions, m.Step(0, event.HungUp{})...)
			for _, action := range actions {
				shown := fmt.Sprintf("%+v", action)
				for _, secret := range []string{card[:6], code[:3], account[:6]} {
					if _, waits := action.(event.Wait); !waits && strings.Contains(withoutSids(shown), secret) {
						t.Errorf("%s is in %s", secret, shown)
					}
				}
			}
		})
	}
}

// withoutSids leaves out what follows from the call's Sid, which any digits may be in.
func withoutSids(text string) string {
	var kept []string
	for word := range strings.FieldsSeq(text) {
		if !strings.Contains(word, "tok_") && !strings.Contains(word, "cus_") {
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}
