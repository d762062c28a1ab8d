package lint

import (
	"strconv"
)

// payTerms checks Twilio's requirements for a payment: https://www.twilio.com/docs/api/errors/64003 and
// https://www.twilio.com/docs/api/errors/64014.
func payTerms(p *Pass, n *Node) {
	if !n.Is("Pay") {
		return
	}
	const most = 1_000_000
	if amount, err := strconv.ParseFloat(word(n.Element, "chargeAmount"), 64); err == nil && amount > most {
		p.Report(n.AttrPos("chargeAmount"), "64003", "the chargeAmount of <Pay> is more than 1,000,000")
	}
	if word(n.Element, "paymentMethod") != "ach-debit" {
		return
	}
	for child := range n.Elements() {
		if child.Name == "Parameter" && word(child, "name") == "AVSName" {
			return
		}
	}
	p.Report(n.Pos, "64014", "<Pay> from a bank account needs the name on the account: <Parameter name=\"AVSName\" value=\"…\"/>")
}
