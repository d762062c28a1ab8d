package pay

import (
	"slices"
	"strconv"
	"time"
)

// step is one input of a payment. Its name is that of For in callbacks, and of <Prompt for>.
type step struct {
	name string
	// full reports whether the input is complete without a finishing key; nil is a step without
	// input.
	full func(p *Payment, typed string) bool
	// check returns what is wrong with the input, as ErrorType, or "".
	check func(p *Payment, typed string, today time.Time) string
}

const (
	cardNumber    = "payment-card-number"
	expiration    = "expiration-date"
	securityCode  = "security-code"
	postalCode    = "postal-code"
	routingNumber = "bank-routing-number"
	accountNumber = "bank-account-number"
)

// plan returns the steps of a payment, in order.
func (p *Payment) plan() []step {
	all := []step{
		{cardNumber, fullCard, checkCard},
		{expiration, digits(4), checkExpiration},
		{securityCode, fullCode, checkCode},
		{postalCode, never, checkPostalCode},
		{routingNumber, digits(9), checkRouting},
		{accountNumber, never, checkAccount},
		{"payment-processing", nil, nil},
	}
	return slices.DeleteFunc(all, func(s step) bool { return !p.wants(s.name) })
}

// wants reports whether the payment includes a step. A postalCode other than true or false is the
// postal code itself.
func (p *Payment) wants(name string) bool {
	switch name {
	case cardNumber, expiration:
		return !p.options.bank()
	case securityCode:
		return !p.options.bank() && p.options.SecurityCode
	case postalCode:
		return !p.options.bank() && p.options.PostalCode == "true"
	case routingNumber, accountNumber:
		return p.options.bank()
	}
	return true
}

func digits(n int) func(*Payment, string) bool {
	return func(_ *Payment, typed string) bool { return len(typed) == n }
}

func never(*Payment, string) bool { return false }

func fullCard(_ *Payment, typed string) bool {
	card, known := cardOf(typed)
	return known && len(typed) == card.full || len(typed) == longestCard
}

func checkCard(p *Payment, typed string, _ time.Time) string {
	card, known := cardOf(typed)
	switch {
	case !known || !card.fits(typed):
		return "invalid-card-number"
	case !slices.Contains(p.options.CardTypes, card.name):
		return "invalid-card-type"
	}
	return ""
}

// checkExpiration checks month and year; a card is valid until the end of its month.
func checkExpiration(_ *Payment, typed string, today time.Time) string {
	if len(typed) != 4 {
		return "invalid-date"
	}
	month, _ := strconv.Atoi(typed[:2])
	year, _ := strconv.Atoi(typed[2:])
	year += 2000
	if month < 1 || month > 12 || year < today.Year() || year == today.Year() && month < int(today.Month()) {
		return "invalid-date"
	}
	return ""
}

func fullCode(p *Payment, typed string) bool { return len(typed) == p.codeLength() }

func checkCode(p *Payment, typed string, _ time.Time) string {
	if !fullCode(p, typed) {
		return "invalid-security-code"
	}
	return ""
}

// codeLength returns the length of the security code for the card that was typed.
func (p *Payment) codeLength() int {
	if card, known := cardOf(p.entered[cardNumber]); known {
		return card.code
	}
	return 3
}

// checkPostalCode accepts any number of digits from minPostalCodeLength on, because countries
// differ.
func checkPostalCode(p *Payment, typed string, _ time.Time) string {
	if len(typed) < max(1, p.options.MinPostalCode) {
		return "invalid-postal-code"
	}
	return ""
}

// checkRouting requires nine digits with a check digit, as American banks use.
func checkRouting(_ *Payment, typed string, _ time.Time) string {
	if len(typed) != 9 {
		return "invalid-bank-routing-number"
	}
	sum := 0
	for i, weight := range []int{3, 7, 1, 3, 7, 1, 3, 7, 1} {
		sum += weight * int(typed[i]-'0')
	}
	if sum%10 != 0 || sum == 0 {
		return "invalid-bank-routing-number"
	}
	return ""
}

// checkAccount checks only the length. Choice: 4 to 17 digits, as American banks have them.
func checkAccount(_ *Payment, typed string, _ time.Time) string {
	if len(typed) < 4 || len(typed) > 17 {
		return "invalid-bank-account-number"
	}
	return ""
}
