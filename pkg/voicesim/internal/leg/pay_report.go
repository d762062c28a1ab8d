package leg

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// tell sends a status callback. Choice: at the beginning of an attempt, with the failure of the
// previous one and what is known so far
// (https://www.twilio.com/docs/voice/twiml/pay#statuscallback).
func (p *pay) tell(m *Machine) {
	params := p.facts()
	params.Set("AccountSid", m.call.AccountSid)
	params.Set("CallSid", m.call.Sid)
	params.Set("For", p.step().name)
	params.Set("Attempt", strconv.Itoa(p.attempt))
	if p.failure != "" {
		params.Set("ErrorType", p.failure)
	}
	m.notify(event.PurposePay, p.hook, params)
}

// facts returns what was typed, with sensitive digits masked.
func (p *pay) facts() url.Values {
	params := url.Values{"PaymentMethod": {p.set.or("paymentMethod", "credit-card")}}
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
	if given := p.set.or("postalCode", "true"); given != "true" && given != "false" && !p.bank() {
		set("PaymentCardPostalCode", given)
	}
	set("BankRoutingNumber", p.entered[routingNumber])
	set("BankAccountNumber", hidden(p.entered[accountNumber], 2))
	if p.bank() {
		params.Set("BankAccountType", p.set.or("bankAccountType", "consumer-checking"))
	}
	return params
}

// hidden replaces all but the last digits by stars.
func hidden(digits string, shown int) string {
	n := max(0, len(digits)-shown)
	return strings.Repeat("*", n) + digits[n:]
}

// outcome returns the parameters of the action
// (https://www.twilio.com/docs/voice/twiml/pay#action). The bank's identifiers are derived from the
// call's Sid, in the form that banks use.
func (p *pay) outcome(m *Machine, result string) url.Values {
	params := p.facts()
	params.Set("Result", result)
	if result != "success" {
		return params
	}
	if p.charge() > 0 {
		params.Set("PaymentConfirmationCode", m.sid("ch_"))
		return params
	}
	params.Set("PaymentToken", m.sid("tok_"))
	if p.set.or("tokenType", "reusable") == "reusable" {
		params.Set("ProfileId", m.sid("cus_"))
	}
	return params
}

// refused returns the outcome of a payment that never began.
func (p *pay) refused(code, why string) url.Values {
	params := p.facts()
	params.Set("Result", "validation-error")
	params.Set("PayErrorCode", code)
	params.Set("PaymentError", why)
	return params
}
