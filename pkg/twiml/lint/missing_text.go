package lint

import "github.com/twvoice/twvoice/pkg/twiml"

// missingText finds elements without the text that they are about, or what may stand for it.
func missingText(p *pass, n *node) {
	if n.Text() != "" || !bare(n) || !wantsText(n) {
		return
	}
	code, what := "12200", "its text"
	switch n.Name {
	case "Say":
		code, what = "13520", "something to say; a variable of the application may be empty"
	case "Dial", "Number":
		code, what = "13223", "a number such as +14155550111"
	case "Conference":
		code, what = "13237", "the name of the conference"
	case "Sip":
		code, what = "13243", "an address such as sip:alice@example.com"
	case "Sms":
		code, what = "14103", "the text of the message"
	case "Enqueue":
		code, what = "14204", "the name of the queue, or a workflowSid"
	case "Queue":
		code, what = "14212", "the name of the queue"
	case "Play":
		what = "the URL of a sound, or digits"
	case "Client":
		what = "the identity of the client"
	}
	p.report(n.Pos, code, "<%s> is empty; put into it %s", n.Name, what)
}

// wantsText says whether a node is about its text. Text is optional where an attribute may stand for it.
func wantsText(n *node) bool {
	if n.spec.Text == twiml.RequiredText {
		return true
	}
	switch n.Name {
	case "Dial", "Sip", "Client":
		return true
	case "Enqueue":
		return word(n.Element, "workflowSid") == ""
	case "Queue":
		return word(n.Element, "reservationSid") == ""
	case "Play":
		_, digits := n.Attr("digits")
		return !digits
	}
	return false
}

// bare says whether there is no element in a node. One that is wrong there has a finding of its own, which is enough.
func bare(n *node) bool {
	for range n.Elements() {
		return false
	}
	return true
}
