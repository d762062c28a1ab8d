package lint

import "github.com/twvoice/twvoice/pkg/twiml"

// strayText finds text where only elements, or nothing, may stand.
func strayText(p *pass, n *node) {
	text := n.Text()
	if n.spec.Text != twiml.NoText || text == "" {
		return
	}
	mend := "remove it"
	if n.spec.Allows("Say") || n.parent == nil && p.kind == twiml.Voice {
		mend = "put it into <Say>…</Say> if the caller is to hear it"
	} else if n.spec.Allows("Message") {
		mend = "put it into <Message>…</Message>"
	}
	p.report(textPos(n.Element), "12200", "%s is text, which <%s> does not have, and is ignored; %s", quote(text), n.Name, mend)
}
