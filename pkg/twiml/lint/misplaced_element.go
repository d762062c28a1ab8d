package lint

import (
	"slices"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// misplacedElement finds elements that TwiML has, elsewhere. Verbs of the other kind of document are for messageVerb.
func misplacedElement(p *pass, n *node) {
	for child := range n.Elements() {
		if _, known := twiml.Lookup(child.Name); !known || n.spec.Allows(child.Name) || foreign(p, n, child) {
			continue
		}
		code := "12200"
		switch n.Name {
		case "Dial":
			code = "13215"
		case "Gather":
			code = "13320"
		case "Start":
			code = "14300"
		}
		p.report(child.Pos, code, "<%s> may not stand in <%s> and is skipped; %s", child.Name, n.Name, belongs(child.Name))
	}
}

// belongs says where an element may stand.
func belongs(name string) string {
	var in []string
	for spec := range twiml.Specs() {
		if spec.Allows(name) {
			in = append(in, "<"+spec.Name+">")
		}
	}
	if slices.Contains(in, "<Response>") {
		return "it is a verb: put it right into <Response>"
	}
	if len(in) == 0 || len(in) > 4 {
		return "take it out"
	}
	return "it belongs in " + strings.Join(in, " or ")
}
