package lint

import "strings"

// payHTTPS finds payments whose outcome would travel in the clear: https://www.twilio.com/docs/voice/twiml/pay#action.
func payHTTPS(p *pass, n *node) {
	if n.is("Pay") && strings.HasPrefix(strings.ToLower(word(n.Element, "action")), "http://") {
		p.report(n.AttrPos("action"), "64016", "the action of <Pay> must be https; write https:// instead of http://")
	}
}
