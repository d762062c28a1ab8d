package leg

import (
	"slices"
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// chosen returns the verbs of the <Prompt> for this attempt, or false. Of several, the most
// specific one counts, and of those the first (https://www.twilio.com/docs/voice/twiml/pay/prompt).
func (p *pay) chosen() (verbs []*twiml.Element, ok bool) {
	best, most := settings{}, -1
	for _, prompt := range p.promptNouns() {
		if says, fits := p.fits(prompt); fits && says > most {
			best, most = prompt, says
		}
	}
	if most < 0 {
		return nil, false
	}
	for _, verb := range best.nouns() {
		verbs = append(verbs, verb.el)
	}
	return verbs, true
}

func (p *pay) promptNouns() []settings {
	return slices.DeleteFunc(p.set.nouns(), func(n settings) bool { return n.el.Name != "Prompt" })
}

// fits reports whether a Prompt is for this attempt, and how many attributes say so.
func (p *pay) fits(prompt settings) (says int, fits bool) {
	card, _ := cardOf(p.entered[cardNumber])
	for attr, now := range map[string]string{
		"for": p.step().name, "attempt": strconv.Itoa(p.attempt), "errorType": spelled(p.failure), "cardType": card.name,
	} {
		wanted, set := prompt.text(attr)
		if !set {
			continue
		}
		if !slices.Contains(strings.Fields(wanted), now) {
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
func (p *pay) mustMatch() bool {
	return slices.ContainsFunc(p.promptNouns(), func(prompt settings) bool {
		return prompt.is("requireMatchingInputs", false) && slices.Contains(strings.Fields(prompt.or("for", "")), p.step().name)
	})
}

// standard returns Twilio's prompt for a step without a Prompt. Choice: the sentences are ours, and
// English in every language.
func (p *pay) standard() string {
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
