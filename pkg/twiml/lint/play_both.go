package lint

// playBoth: https://www.twilio.com/docs/voice/twiml/play#attributes-digits.
func playBoth(p *pass, n *node) {
	if _, ok := n.Attr("digits"); ok && n.is("Play") && n.Text() != "" {
		p.report(n.AttrPos("digits"), "", "<Play> plays digits or a URL, not both; use two <Play>")
	}
}
