package lint

import (
	"cmp"
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// unknownAttribute reports attributes that the element does not have.
func unknownAttribute(p *Pass, n *Node) {
	if n.Spec.Open {
		return
	}
	for _, a := range n.Attrs {
		if _, ok := n.Spec.Attr(a.Name); ok || aboutXML(a.Name) {
			continue
		}
		names := make([]string, 0, len(n.Spec.Attrs))
		for _, known := range n.Spec.Attrs {
			names = append(names, known.Name)
		}
		p.Report(a.Pos, "12200", "<%s> has no attribute %s; Twilio ignores it%s", n.Name, a.Name, attributeFix(n, a, names))
	}
}

// aboutXML reports whether an attribute concerns the XML document and not the call.
func aboutXML(name string) bool {
	return strings.HasPrefix(name, "xml") || strings.HasPrefix(name, "xsi:")
}

// attributeFix returns what to write instead: the intended name, or where the attribute belongs.
func attributeFix(n *Node, a twiml.Attr, names []string) string {
	if guess := didYouMean(a.Name, names, "%"); guess != "" {
		return guess
	}
	if n.Parent != nil {
		if _, ok := n.Parent.Spec.Attr(a.Name); ok {
			return "; it belongs on the <" + n.Parent.Name + "> around this one"
		}
	}
	for _, child := range n.Known() {
		if spec, ok := n.Spec.Child(child.Name); ok {
			if _, ok := spec.Attr(a.Name); ok {
				return "; it belongs on the <" + child.Name + "> inside this one"
			}
		}
	}
	if len(names) == 0 {
		return "; remove it"
	}
	if len(names) <= 6 {
		return "; valid attributes: " + strings.Join(names, ", ")
	}
	return "; remove it"
}

// missingAttribute reports missing required attributes.
func missingAttribute(p *Pass, n *Node) {
	for _, a := range n.Spec.Attrs {
		if !a.Required {
			continue
		}
		if _, ok := n.Attr(a.Name); !ok {
			p.Report(n.Pos, cmp.Or(a.Code, "12200"), "<%s> needs the attribute %s: %s", n.Name, a.Name, a.Wants())
		}
	}
}

// attributeValue checks every value against the table. Separate rules check URLs.
func attributeValue(p *Pass, n *Node) {
	for _, a := range n.Attrs {
		known, ok := n.Spec.Attr(a.Name)
		value := strings.TrimSpace(a.Value)
		if !ok || known.Type == twiml.WebSocketURL || known.Valid(value) {
			continue
		}
		code := cmp.Or(known.Code, "12200")
		switch {
		case code == "13310" && len(value) > 1:
			code = "13311" // the keys are valid, but there is more than one
		case code == "13510" && n.Within("Gather"):
			code = "13322"
		}
		wants := "not " + known.Wants()
		if tooLarge(known, value) {
			wants = "too large a number"
		}
		p.Report(a.Pos, code, "%s=%s on <%s> is %s; %s", a.Name, quote(a.Value), n.Name, wants, replacement(known, value))
	}
}

// tooLarge reports whether a value is a whole number above Twilio's integers, for an attribute without a limit.
func tooLarge(known *twiml.AttrSpec, value string) bool {
	n, err := strconv.ParseInt(value, 10, 64)
	return known.Type == twiml.Int && known.Max == 0 && (n > math.MaxInt32 || errors.Is(err, strconv.ErrRange) && n > 0)
}

// replacement returns what happens, and the value that was probably meant.
func replacement(known *twiml.AttrSpec, value string) string {
	happens := "Twilio ignores it"
	if known.Default != "" {
		happens = "Twilio uses " + known.Default
	}
	switch known.Type {
	case twiml.Bool:
		return happens + didYouMean(value, []string{"true", "false"}, `"%"`)
	case twiml.Enum:
		return happens + didYouMean(value, known.Values, `"%"`)
	}
	if strings.Contains(value, ",") && known.Valid(strings.ReplaceAll(strings.ReplaceAll(value, ",", " "), "  ", " ")) {
		return happens + "; write spaces instead of commas"
	}
	if number := strings.TrimRight(value, "second. "); known.Type == twiml.Int && number != value && known.Valid(number) {
		return happens + "; write " + number + ", without a unit"
	}
	return happens
}
