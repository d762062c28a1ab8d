package lint

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// webURL finds URLs that cannot be requested: https://www.twilio.com/docs/errors/11100.
func webURL(p *pass, n *node) {
	eachURL(n, func(u link) {
		if why := wrongURL(u.value); why != "" {
			p.report(u.at, cmp.Or(u.code, "11100"), "%s %s %s", u.what, quote(u.value), why)
		}
	})
}

// link is a URL in a document.
type link struct {
	what  string // "the action of <Gather>"
	value string
	code  string // of the attribute, "" for none
	at    twiml.Pos
}

// eachURL walks the URLs of a node, attributes and text; empty ones stand for something else and are left out.
// Those that must be absolute are in the hands of attributeValue as far as that goes.
func eachURL(n *node, yield func(link)) {
	for _, a := range n.Attrs {
		known, ok := n.spec.Attr(a.Name)
		value := strings.TrimSpace(a.Value)
		if !ok || value == "" || known.Type != twiml.URL && known.Type != twiml.AbsoluteURL || !known.Valid(value) {
			continue
		}
		yield(link{"the " + a.Name + " of <" + n.Name + ">", value, known.Code, a.Pos})
	}
	if text := n.Text(); text != "" && n.is("Play", "Redirect", "Media") {
		yield(link{"the URL in <" + n.Name + ">", text, "", textPos(n.Element)})
	}
}

// wrongURL says why a URL cannot be requested, "" when it can.
func wrongURL(value string) string {
	if strings.ContainsAny(value, " \t\n") {
		return "has a space in it; write %20"
	}
	u, err := url.Parse(value)
	switch {
	case err != nil && strings.Contains(value, "://"):
		return "is not a URL; encode what is special in it, such as % as %25"
	case err != nil:
		return "is not a URL; write it in full: https://example.com/…"
	case u.Scheme == "":
		return ""
	case u.Scheme != "http" && u.Scheme != "https" && !strings.Contains(value, "://"):
		return "has no http:// or https:// before the host; write it in full: https://example.com/…"
	case u.Scheme != "http" && u.Scheme != "https":
		return "begins with " + u.Scheme + "://, which Twilio does not request; write https://"
	case u.Hostname() == "":
		return "names no host; write https://example.com/…"
	}
	return ""
}
