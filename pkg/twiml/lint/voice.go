package lint

import (
	"slices"
	"strings"
)

// voice finds names that are neither man, woman and alice nor have the form Polly.Joanna: which voices a maker has changes
// too often for a table. https://www.twilio.com/docs/errors/13511
func voice(p *pass, n *node) {
	known, ok := n.spec.Attr("voice")
	value := word(n.Element, "voice")
	if !n.is("Say") || !ok || value == "" || strings.Contains(value, ".") || slices.Contains(known.Values, value) {
		return
	}
	code := "13511"
	if n.within("Gather") {
		code = "13321"
	}
	mend := meant(value, known.Values, `"%"`)
	if mend == "" {
		mend = "; write man, woman, or the maker before the name: Polly." + value
	}
	p.report(n.AttrPos("voice"), code, "voice=%s is not a voice%s", quote(value), mend)
}
