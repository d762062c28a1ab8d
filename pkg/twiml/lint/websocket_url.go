package lint

import (
	"cmp"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// websocketURL finds what a WebSocket cannot be opened to: https://www.twilio.com/docs/errors/31922.
func websocketURL(p *pass, n *node) {
	for _, a := range n.Attrs {
		known, ok := n.spec.Attr(a.Name)
		value := strings.TrimSpace(a.Value)
		if !ok || known.Type != twiml.WebSocketURL || known.Valid(value) {
			continue
		}
		mend := "write it in full: wss://example.com/…"
		if scheme, rest, ok := strings.Cut(value, "://"); ok && rest != "" {
			mend = "write wss:// instead of " + scheme + "://"
		}
		p.report(a.Pos, cmp.Or(known.Code, "31922"), "the %s of <%s> %s is not a wss:// URL; %s", a.Name, n.Name, quote(value), mend)
	}
}
