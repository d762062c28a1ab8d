package lint

import "strings"

// callerID finds a callerId that cannot be one: https://www.twilio.com/docs/errors/13214. Whether the account may use it is
// not known here.
func callerID(p *pass, n *node) {
	id := word(n.Element, "callerId")
	if !n.is("Dial") || id == "" || strings.Contains(id, ":") || wrongNumber(id) == "" {
		return
	}
	for _, noun := range n.known() {
		if noun.Name != "Number" {
			return // what else there is shows the callerId as it is
		}
	}
	p.report(n.AttrPos("callerId"), "13214", "callerId=%s %s; leave it out for the number of the caller", quote(id), wrongNumber(id))
}
