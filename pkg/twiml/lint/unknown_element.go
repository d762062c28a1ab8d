package lint

import (
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// unknownElement finds names that the whole table does not have: https://www.twilio.com/docs/errors/12200.
func unknownElement(p *pass, n *node) {
	for child := range n.Elements() {
		if _, ok := twiml.Lookup(child.Name); !ok {
			p.report(child.Pos, "12200", "<%s> is no element of TwiML%s; %s", child.Name, fate(n), rename(n, child.Name))
		}
	}
}

// fate is what becomes of an unknown element. Choice: in spoken text its tags are dropped, and its own text is spoken.
func fate(n *node) string {
	if n.spoken() {
		return ", and what is in it is spoken as if its tags were not there"
	}
	return " and is skipped with all that is in it"
}

// rename says what to write instead: what may stand there first, then what differs in case only from anything else.
func rename(n *node, name string) string {
	const few = 10
	if n.spoken() && name == "speak" {
		return "<Say> is SSML already: remove the tags"
	}
	if guess := near(name, n.spec.Children); guess != "" {
		return "did you mean <" + guess + ">?"
	}
	for spec := range twiml.Specs() {
		if alike(name, spec.Name) {
			return "did you mean <" + spec.Name + ">?"
		}
	}
	switch allowed := n.spec.Children; {
	case len(allowed) == 0:
		return "nothing may stand in <" + n.Name + ">: remove it"
	case len(allowed) <= few:
		return "<" + n.Name + "> takes <" + strings.Join(allowed, ">, <") + ">"
	}
	return "remove it"
}
