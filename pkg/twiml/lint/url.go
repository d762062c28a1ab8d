package lint

import (
	"cmp"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// webURL finds URLs that cannot be requested: https://www.twilio.com/docs/errors/11100.
func webURL(p *pass, n *node) {
	eachURL(n, func(u link) {
		if why := twiml.URLMistake(u.value); why != "" {
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
