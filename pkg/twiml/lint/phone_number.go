package lint

import (
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// phoneNumber finds what no telephone network could take: https://www.twilio.com/docs/errors/13223.
func phoneNumber(p *pass, n *node) {
	check := func(at twiml.Pos, code, what, number string) {
		if why := wrongNumber(number); number != "" && why != "" {
			p.report(at, code, "%s %s %s", what, quote(number), why)
		}
	}
	switch {
	case n.is("Number") || n.is("Dial") && len(n.known()) == 0:
		check(textPos(n.Element), "13223", "the number", n.Text())
	case n.is("Sms"):
		check(n.AttrPos("to"), "14101", "the number in to", word(n.Element, "to"))
		check(n.AttrPos("from"), "14102", "the number in from", word(n.Element, "from"))
	}
}

// wrongNumber says what is wrong with a telephone number, "" for nothing. Twilio takes E.164, American numbers in their usual
// forms, and short codes.
func wrongNumber(number string) string {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" ()-./", r) {
			return -1
		}
		return r
	}, number)
	scheme, _, addressed := strings.Cut(digits, ":")
	plus := strings.HasPrefix(digits, "+")
	digits = strings.TrimPrefix(digits, "+")
	switch {
	case addressed && strings.EqualFold(scheme, "sip"):
		return "is a SIP address; write <Sip>"
	case addressed && strings.EqualFold(scheme, "client"):
		return "is a client; write <Client>, without client:"
	case digits == "" || strings.Trim(digits, "0123456789") != "":
		return "is not made of digits; write it in E.164: +14155550111"
	case len(digits) > 15:
		return "is too long: a number has 15 digits at most"
	case plus && strings.HasPrefix(digits, "0"):
		return "has no country code; write it in E.164: + and the country code, then the number without the 0"
	case plus && len(digits) < 7:
		return "is too short; write it in E.164: +14155550111"
	}
	return ""
}
