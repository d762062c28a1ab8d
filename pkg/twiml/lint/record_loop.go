package lint

// recordLoop: https://www.twilio.com/docs/voice/twiml/record#action.
func recordLoop(p *pass, n *node) {
	if n.is("Record") && word(n.Element, "action") == "" && !p.NoBase {
		p.report(n.Pos, "", "<Record> without action requests this same document again, and so records again and again; write action=\"…\"")
	}
}
