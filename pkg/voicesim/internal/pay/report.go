package pay

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
)

// Callback returns the parameters of the status callback. Choice: at the beginning of an attempt, with the failure of the
// previous one and what is known so far
// (https://www.twilio.com/docs/voice/twiml/pay#statuscallback).
func (p *Payment) Callback() url.Values {
	params := p.facts()
	params.Set("For", p.step().name)
	params.Set("Attempt", strconv.Itoa(p.attempt))
	if p.failure != "" {
		params.Set("ErrorType", p.failure)
	}
	return params
}

// facts returns what was typed, with sensitive digits masked.
func (p *Payment) facts() url.Values {
	params := url.Values{"PaymentMethod": {p.options.Method}}
	set := func(name, value string) {
		if value != "" {
			params.Set(name, value)
		}
	}
	if number := p.entered[cardNumber]; number != "" {
		card, _ := cardOf(number)
		params.Set("PaymentCardNumber", maskedCard(number))
		params.Set("PaymentCardType", card.name)
	}
	set("ExpirationDate", p.entered[expiration])
	set("SecurityCode", hidden(p.entered[securityCode], 0))
	set("PaymentCardPostalCode", p.entered[postalCode])
	if given := p.options.PostalCode; given != "true" && given != "false" && !p.options.bank() {
		set("PaymentCardPostalCode", given)
	}
	set("BankRoutingNumber", p.entered[routingNumber])
	set("BankAccountNumber", hidden(p.entered[accountNumber], 2))
	if p.options.bank() {
		params.Set("BankAccountType", p.options.AccountType)
	}
	return params
}

// hidden replaces all but the last digits by stars.
func hidden(digits string, shown int) string {
	n := max(0, len(digits)-shown)
	return strings.Repeat("*", n) + digits[n:]
}

// Outcome returns the parameters of the action
// (https://www.twilio.com/docs/voice/twiml/pay#action). The bank's identifiers are derived from the
// call's Sid, in the form that banks use: sid draws one with a prefix. A payment that has not ended was cut short by a hangup.
func (p *Payment) Outcome(sid func(prefix string) string) url.Values {
	params := p.facts()
	params.Set("Result", cmp.Or(p.result, "caller-hung-up"))
	if p.result != "success" {
		return params
	}
	if p.options.Charge > 0 {
		params.Set("PaymentConfirmationCode", sid("ch_"))
		return params
	}
	params.Set("PaymentToken", sid("tok_"))
	if p.options.Reusable {
		params.Set("ProfileId", sid("cus_"))
	}
	return params
}

// Refused returns the outcome of a payment that cannot begin, or nil for one that can.
func (p *Payment) Refused() url.Values {
	code, why := p.options.fault()
	if code == "" {
		return nil
	}
	params := p.facts()
	params.Set("Result", "validation-error")
	params.Set("PayErrorCode", code)
	params.Set("PaymentError", why)
	return params
}
