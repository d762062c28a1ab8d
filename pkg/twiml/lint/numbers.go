package lint

import (
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// phoneNumber reports invalid phone numbers: https://www.twilio.com/docs/errors/13223.
func phoneNumber(p *Pass, n *Node) {
	check := func(at twiml.Pos, code, what, number string) {
		if why := wrongNumber(number); number != "" && why != "" {
			p.Report(at, code, "%s %s %s", what, quote(number), why)
		}
	}
	switch {
	case n.Is("Number") || n.Is("Dial") && len(n.Known()) == 0:
		check(textPos(n.Element), "13223", "the number", n.Text())
	case n.Is("Sms"):
		check(n.AttrPos("to"), "14101", "the number in to", word(n.Element, "to"))
		check(n.AttrPos("from"), "14102", "the number in from", word(n.Element, "from"))
	}
}

// wrongNumber returns what is wrong with a phone number, or "". Twilio accepts E.164, American numbers in their usual
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
		return "does not consist of digits; write it in E.164: +14155550111"
	case len(digits) > 15:
		return "is too long: the limit is 15 digits"
	case plus && strings.HasPrefix(digits, "0"):
		return "has no country code; write it in E.164: + and the country code, then the number without the 0"
	case plus && len(digits) < 7:
		return "is too short; write it in E.164: +14155550111"
	}
	return ""
}

// callerID reports an invalid callerId: https://www.twilio.com/docs/errors/13214. Whether the account may use it is not
// known here.
func callerID(p *Pass, n *Node) {
	id := word(n.Element, "callerId")
	if !n.Is("Dial") || id == "" || strings.Contains(id, ":") || wrongNumber(id) == "" {
		return
	}
	for _, noun := range n.Known() {
		if noun.Name != "Number" {
			return // the other values are passed on unchanged
		}
	}
	p.Report(n.AttrPos("callerId"), "13214", "callerId=%s %s; leave it out to use the caller's number", quote(id), wrongNumber(id))
}

// sipURI reports invalid SIP addresses: https://www.twilio.com/docs/errors/13243. Some of Twilio's own examples leave
// out the sip: prefix.
func sipURI(p *Pass, n *Node) {
	uri := n.Text()
	if !n.Is("Sip") || uri == "" {
		return
	}
	scheme, rest, _ := strings.Cut(uri, ":")
	if strings.Contains(scheme, "@") {
		scheme, rest = "sip", uri
	}
	switch {
	case !strings.EqualFold(scheme, "sip") && !strings.EqualFold(scheme, "sips"):
		p.Report(textPos(n.Element), "13243", "%s is not a valid SIP address; write sip:user@host", quote(uri))
	case strings.ContainsAny(uri, " \t"):
		p.Report(textPos(n.Element), "13243", "%s contains a space; write %%20 or remove it", quote(uri))
	case rest == "" || strings.HasSuffix(rest, "@"):
		p.Report(textPos(n.Element), "13243", "%s has no host; write sip:user@host", quote(uri))
	}
}

// participantLabel reports labels that do not work in a URL of the API: https://www.twilio.com/docs/errors/16023.
func participantLabel(p *Pass, n *Node) {
	label := word(n.Element, "participantLabel")
	switch {
	case !n.Is("Conference"):
	case strings.Contains(label, "/"):
		p.Report(n.AttrPos("participantLabel"), "16023", "participantLabel=%s contains a slash; use another character", quote(label))
	case webhook.ValidSID("CA", label):
		p.Report(n.AttrPos("participantLabel"), "16023", "participantLabel=%s looks like a CallSid; use a name", quote(label))
	}
}
