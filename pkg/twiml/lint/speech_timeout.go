package lint

// speechTimeout: https://www.twilio.com/docs/errors/13335.
func speechTimeout(p *pass, n *node) {
	model := word(n.Element, "speechModel")
	if n.is("Gather") && model != "" && word(n.Element, "speechTimeout") == "auto" {
		p.report(n.AttrPos("speechTimeout"), "13335", "speechTimeout=\"auto\" does not go with speechModel=%s; write a number of seconds, or leave speechModel out", quote(model))
	}
}
