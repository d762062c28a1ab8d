package pay

import (
	"slices"
	"strconv"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// Prompt is a <Prompt> of the document. Of each condition it names the values for which it is meant;
// nil is no condition.
type Prompt struct {
	For, Attempt, ErrorType, CardType []string

	Matching bool // the input must be typed twice
	Verbs    []*twiml.Element
}

// Prompt returns the verbs of the <Prompt> for this attempt, or false. Of several, the most
// specific one counts, and of those the first (https://www.twilio.com/docs/voice/twiml/pay/prompt).
func (p *Payment) Prompt() (verbs []*twiml.Element, ok bool) {
	most := -1
	for _, prompt := range p.options.Prompts {
		if says, fits := p.fits(prompt); fits && says > most {
			verbs, most = prompt.Verbs, says
		}
	}
	return verbs, most >= 0
}

// fits reports whether a Prompt is for this attempt, and how many of its attributes match.
func (p *Payment) fits(prompt Prompt) (says int, fits bool) {
	card, _ := cardOf(p.entered[cardNumber])
	for _, condition := range []struct {
		wanted []string
		now    string
	}{
		{prompt.For, p.step().name}, {prompt.Attempt, strconv.Itoa(p.attempt)}, {prompt.ErrorType, spelled(p.failure)}, {prompt.CardType, card.name},
	} {
		if condition.wanted == nil {
			continue
		}
		if !slices.Contains(condition.wanted, condition.now) {
			return 0, false
		}
		says++
	}
	return says, true
}

// spelled returns a failure in the spelling of Prompt, which differs from that of callbacks.
func spelled(failure string) string {
	if failure == "input-timeout" {
		return "timeout"
	}
	return failure
}

// mustMatch reports whether the input of this step must be typed twice, because a Prompt for it
// requires that.
func (p *Payment) mustMatch() bool {
	return slices.ContainsFunc(p.options.Prompts, func(prompt Prompt) bool {
		return prompt.Matching && slices.Contains(prompt.For, p.step().name)
	})
}

// StandardPrompt returns Twilio's prompt for a step without a Prompt. Choice: the sentences are ours, and
// English in every language.
func (p *Payment) StandardPrompt() string {
	ask := map[string]string{
		cardNumber:           "Please enter your credit card number.",
		expiration:           "Please enter the expiration date, two digits for the month and two for the year.",
		securityCode:         "Please enter the security code, the " + strconv.Itoa(p.codeLength()) + " digits on your card.",
		postalCode:           "Please enter your postal code, then press pound.",
		routingNumber:        "Please enter your bank routing number.",
		accountNumber:        "Please enter your bank account number, then press pound.",
		"payment-processing": "Thank you. Please wait while your payment is processed.",
	}[p.step().name]
	wrong := map[string]string{
		"":                            "",
		"input-timeout":               "You have not entered anything. ",
		"input-matching-failed":       "The two numbers differ. ",
		"invalid-card-type":           "This kind of card is not accepted. ",
		"invalid-card-number":         "This is not a valid card number. ",
		"invalid-date":                "This is not a valid date. ",
		"invalid-security-code":       "This is not a valid security code. ",
		"invalid-postal-code":         "This is not a valid postal code. ",
		"invalid-bank-routing-number": "This is not a valid routing number. ",
		"invalid-bank-account-number": "This is not a valid account number. ",
	}[p.failure]
	if p.twice != "" {
		return "Once more. " + ask
	}
	return wrong + ask
}
