package lint

import (
	"cmp"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// attributeValue holds every value against the table. URLs have rules of their own.
func attributeValue(p *pass, n *node) {
	for _, a := range n.Attrs {
		known, ok := n.spec.Attr(a.Name)
		value := strings.TrimSpace(a.Value)
		if !ok || known.Type == twiml.WebSocketURL || known.Valid(value) {
			continue
		}
		code := cmp.Or(known.Code, "12200")
		switch {
		case code == "13310" && len(value) > 1:
			code = "13311" // not a wrong key, but more than one
		case code == "13510" && n.within("Gather"):
			code = "13322"
		}
		p.report(a.Pos, code, "%s=%s on <%s> is not %s; %s", a.Name, quote(a.Value), n.Name, known.Wants(), instead(known, value))
	}
}

// instead says what happens, and what was probably meant.
func instead(known *twiml.AttrSpec, value string) string {
	happens := "it is ignored"
	if known.Default != "" {
		happens = known.Default + " is used"
	}
	switch known.Type {
	case twiml.Bool:
		return happens + meant(value, []string{"true", "false"}, `"%"`)
	case twiml.Enum:
		return happens + meant(value, known.Values, `"%"`)
	}
	if strings.Contains(value, ",") && known.Valid(strings.ReplaceAll(strings.ReplaceAll(value, ",", " "), "  ", " ")) {
		return happens + "; write spaces instead of commas"
	}
	if number := strings.TrimRight(value, "second. "); known.Type == twiml.Int && number != value && known.Valid(number) {
		return happens + "; write " + number + ", without a unit"
	}
	return happens
}
