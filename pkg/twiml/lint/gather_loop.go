package lint

// gatherLoop: https://www.twilio.com/docs/voice/twiml/gather#action. An application that looks at Digits may mean it.
func gatherLoop(p *pass, n *node) {
	if n.is("Gather") && word(n.Element, "action") == "" && !p.NoBase {
		p.report(n.Pos, "", "<Gather> without action requests this same document again with what was pressed or said; write action=\"…\" unless that is meant")
	}
}
