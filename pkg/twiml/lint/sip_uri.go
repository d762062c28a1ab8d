package lint

import "strings"

// sipURI finds addresses that are none of SIP: https://www.twilio.com/docs/errors/13243. Twilio's own examples leave out the
// sip: now and then.
func sipURI(p *pass, n *node) {
	uri := n.Text()
	if !n.is("Sip") || uri == "" {
		return
	}
	scheme, rest, _ := strings.Cut(uri, ":")
	if strings.Contains(scheme, "@") {
		scheme, rest = "sip", uri
	}
	switch {
	case !strings.EqualFold(scheme, "sip") && !strings.EqualFold(scheme, "sips"):
		p.report(textPos(n.Element), "13243", "%s is no SIP address; write sip:user@host", quote(uri))
	case strings.ContainsAny(uri, " \t"):
		p.report(textPos(n.Element), "13243", "%s has a space in it; write %%20 or take it out", quote(uri))
	case rest == "" || strings.HasSuffix(rest, "@"):
		p.report(textPos(n.Element), "13243", "%s names no host; write sip:user@host", quote(uri))
	}
}
