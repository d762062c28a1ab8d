package lint

// redirectLoop: https://www.twilio.com/docs/voice/twiml/redirect. In a wait document it is how music goes on.
func redirectLoop(p *pass, n *node) {
	if n.is("Redirect") && n.Text() == "" && p.Place == Call && !p.NoBase {
		p.report(n.Pos, "", "<Redirect> without URL requests this same document again, without end; write a URL into it")
	}
}
