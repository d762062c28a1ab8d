package lint

import "github.com/twvoice/twvoice/pkg/twiml"

// messageVerb tells the two kinds of documents apart: https://www.twilio.com/docs/errors/14110.
func messageVerb(p *pass, n *node) {
	for child := range n.Elements() {
		switch {
		case !foreign(p, n, child):
		case p.kind == twiml.Messaging && child.Name == "Sms":
			// Choice: the name that Message had before is taken for it. No page of Twilio's says so any more, and refusing it would hide a
			// reply that old applications send.
			p.report(child.Pos, "", "<Sms> is the old name of <Message> in the answer to a message, and is sent as that; write <Message>")
		case p.kind == twiml.Messaging:
			p.report(child.Pos, "14110", "<%s> is a verb of calls and is skipped in the answer to a message; answer with <Message>", child.Name)
		default:
			p.report(child.Pos, "12200", "<%s> is a verb of messages and is skipped in a call; write <Sms>, or send the message through the REST API", child.Name)
		}
	}
}

// foreign says whether a verb is one of the other kind of document.
func foreign(p *pass, n *node, child *twiml.Element) bool {
	other := twiml.Messaging
	if p.kind == twiml.Messaging {
		other = twiml.Voice
	}
	return n.parent == nil && !n.spec.Allows(child.Name) && twiml.Root(other).Allows(child.Name)
}
