package lint

import (
	"strings"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// participantLabel finds labels that could not stand in a URL of the API: https://www.twilio.com/docs/errors/16023.
func participantLabel(p *pass, n *node) {
	label := word(n.Element, "participantLabel")
	switch {
	case !n.is("Conference"):
	case strings.Contains(label, "/"):
		p.report(n.AttrPos("participantLabel"), "16023", "participantLabel=%s has a slash in it; use another character", quote(label))
	case webhook.ValidSID("CA", label):
		p.report(n.AttrPos("participantLabel"), "16023", "participantLabel=%s looks like the SID of a call; use a name", quote(label))
	}
}
