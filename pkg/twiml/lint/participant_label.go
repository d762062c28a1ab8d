package lint

import (
	"regexp"
	"strings"
)

var callSid = regexp.MustCompile(`^CA[0-9a-fA-F]{32}$`)

// participantLabel finds labels that could not stand in a URL of the API: https://www.twilio.com/docs/errors/16023.
func participantLabel(p *pass, n *node) {
	label := word(n.Element, "participantLabel")
	switch {
	case !n.is("Conference"):
	case strings.Contains(label, "/"):
		p.report(n.AttrPos("participantLabel"), "16023", "participantLabel=%s has a slash in it; use another character", quote(label))
	case callSid.MatchString(label):
		p.report(n.AttrPos("participantLabel"), "16023", "participantLabel=%s looks like the SID of a call; use a name", quote(label))
	}
}
