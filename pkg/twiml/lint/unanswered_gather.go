package lint

// unansweredGather: https://www.twilio.com/docs/voice/twiml/gather. A wait document begins again at its end.
func unansweredGather(p *pass, n *node) {
	verbs := n.known()
	if n.parent != nil || p.Place != Call || len(verbs) == 0 {
		return
	}
	last := verbs[len(verbs)-1]
	if last.Name == "Gather" && leaves(last) == "" {
		p.report(last.Pos, "", "a caller who does not answer this <Gather> is hung up on without a word; put a <Say> or <Redirect> behind it, or set actionOnEmptyResult=\"true\"")
	}
}
