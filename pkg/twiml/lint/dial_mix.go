package lint

// dialMix: https://www.twilio.com/docs/errors/13000.
func dialMix(p *pass, n *node) {
	nouns := n.known()
	if !n.is("Dial") || len(nouns) < 2 {
		return
	}
	for _, noun := range nouns {
		if noun.Name == "Conference" || noun.Name == "Queue" {
			p.report(noun.Pos, "13000", "<%s> must be alone in its <Dial>; use a second <Dial> for what stands beside it", noun.Name)
			return
		}
	}
}
