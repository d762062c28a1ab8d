package lint

import (
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// unknownAttribute finds names that the element's row does not have.
func unknownAttribute(p *pass, n *node) {
	if n.spec.Open {
		return
	}
	for _, a := range n.Attrs {
		if _, ok := n.spec.Attr(a.Name); ok || aboutXML(a.Name) {
			continue
		}
		names := make([]string, 0, len(n.spec.Attrs))
		for _, known := range n.spec.Attrs {
			names = append(names, known.Name)
		}
		p.report(a.Pos, "12200", "%s is no attribute of <%s> and is ignored%s", a.Name, n.Name, remedy(n, a, names))
	}
}

// aboutXML says whether an attribute is about the document and not about the call.
func aboutXML(name string) bool {
	return strings.HasPrefix(name, "xml") || strings.HasPrefix(name, "xsi:")
}

// remedy says what to write instead: the name that was meant, or where the attribute belongs.
func remedy(n *node, a twiml.Attr, names []string) string {
	if guess := meant(a.Name, names, "%"); guess != "" {
		return guess
	}
	if n.parent != nil {
		if _, ok := n.parent.spec.Attr(a.Name); ok {
			return "; it belongs on the <" + n.parent.Name + "> around it"
		}
	}
	for _, child := range n.known() {
		if spec, ok := n.spec.Child(child.Name); ok {
			if _, ok := spec.Attr(a.Name); ok {
				return "; it belongs on the <" + child.Name + "> in it"
			}
		}
	}
	if len(names) == 0 {
		return "; it has none: remove it"
	}
	if len(names) <= 6 {
		return "; it has " + strings.Join(names, ", ")
	}
	return "; remove it"
}
