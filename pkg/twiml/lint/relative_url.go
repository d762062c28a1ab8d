package lint

import (
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// relativeURL finds what leads nowhere in a document without a URL: https://www.twilio.com/docs/errors/15004.
func relativeURL(p *pass, n *node) {
	if !p.NoBase {
		return
	}
	eachURL(n, func(u link) {
		if strings.Contains(u.value, "://") || twiml.URLMistake(u.value) != "" {
			return
		}
		code := "11100"
		if strings.HasPrefix(u.what, "the action") {
			code = "15004"
		}
		p.report(u.at, code, "%s %s is relative, and this document has no URL; write it in full: https://example.com/…", u.what, quote(u.value))
	})
	if n.within("Response") && n.is("Gather", "Record", "Pay") && word(n.Element, "action") == "" {
		p.report(n.Pos, "11100", "<%s> without action requests its own document again, and this one has no URL; write action=\"https://example.com/…\"", n.Name)
	}
	if n.is("Redirect") && n.Text() == "" {
		p.report(n.Pos, "11100", "<Redirect> without URL requests its own document again, and this one has no URL; write https://example.com/… into it")
	}
}
