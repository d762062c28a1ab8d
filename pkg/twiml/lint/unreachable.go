package lint

import "github.com/twvoice/twvoice/pkg/twiml"

// unreachable finds the first verb behind one that never comes back. A Record comes back from silence, and a Gather too
// unless it takes silence for an answer.
func unreachable(p *pass, n *node) {
	if n.parent != nil || p.kind != twiml.Voice {
		return
	}
	var last *twiml.Element
	for _, verb := range n.known() {
		if last != nil {
			p.report(verb.Pos, "", "<%s> is never reached: %s; move it before the <%s>, or remove it", verb.Name, leaves(last), last.Name)
			return
		}
		if leaves(verb) != "" {
			last = verb
		}
	}
}

// leaves says why nothing behind a verb is run, "" when something may be.
func leaves(verb *twiml.Element) string {
	switch verb.Name {
	case "Redirect":
		return "<Redirect> goes on with another document"
	case "Hangup", "Reject":
		return "<" + verb.Name + "> ends the call"
	case "Gather":
		if word(verb, "actionOnEmptyResult") == "true" {
			return "<Gather> with actionOnEmptyResult always requests its action"
		}
	case "Connect", "Dial", "Enqueue", "Refer":
		if word(verb, "action") != "" {
			return "<" + verb.Name + "> goes on with its action"
		}
	}
	return ""
}
