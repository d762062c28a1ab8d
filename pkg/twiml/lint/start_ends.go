package lint

// startEnds: https://www.twilio.com/docs/voice/twiml/start. Start does not wait, and a document that ends ends the call.
func startEnds(p *pass, n *node) {
	verbs := n.known()
	if n.parent != nil || p.Place != Call || len(verbs) == 0 {
		return
	}
	if last := verbs[len(verbs)-1]; last.Name == "Start" {
		p.report(last.Pos, "", "the call ends right behind this <Start>, which does not wait; put behind it what the caller hears, such as <Pause length=\"60\"/> or <Dial>")
	}
}
