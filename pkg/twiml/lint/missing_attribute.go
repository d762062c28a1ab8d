package lint

import "cmp"

// missingAttribute finds what Twilio cannot do without.
func missingAttribute(p *pass, n *node) {
	for _, a := range n.spec.Attrs {
		if !a.Required {
			continue
		}
		if _, ok := n.Attr(a.Name); !ok {
			p.report(n.Pos, cmp.Or(a.Code, "12200"), "<%s> needs the attribute %s: %s", n.Name, a.Name, a.Wants())
		}
	}
}
