package voicesim

import "strconv"

// fault is what Twilio finds wrong with a payment before it begins. Package lint has reported it.
// Choice: nothing is asked for then, and the action hears of it.
func (p *pay) fault() (code, why string) {
	switch {
	case p.charge() > 1_000_000:
		return "64003", "the chargeAmount of <Pay> is more than 1,000,000"
	case p.bank() && !p.named("AVSName"):
		return "64014", "<Pay> from a bank account needs the name on the account: <Parameter name=\"AVSName\" value=\"…\"/>"
	}
	return "", ""
}

// charge is the amount that is charged, 0 where only a token is wanted.
func (p *pay) charge() float64 {
	amount, err := strconv.ParseFloat(p.set.or("chargeAmount", "0"), 64)
	if err != nil {
		return 0
	}
	return amount
}

func (p *pay) bank() bool { return p.set.or("paymentMethod", "credit-card") == "ach-debit" }

// named says whether there is a Parameter of that name.
func (p *pay) named(name string) bool {
	for _, noun := range p.set.nouns() {
		if noun.el.Name == "Parameter" && noun.or("name", "") == name {
			return true
		}
	}
	return false
}
