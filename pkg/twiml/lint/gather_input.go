package lint

import (
	"slices"
	"strings"
)

// gatherInput finds settings for speech where nobody listens for it, and for keys where nobody counts them.
func gatherInput(p *pass, n *node) {
	if !n.is("Gather") {
		return
	}
	known, _ := n.spec.Attr("input")
	input := word(n.Element, "input")
	if input == "" || !known.Valid(input) {
		input = known.Default
	}
	kinds := strings.Fields(input)
	useless := func(kind string, names ...string) {
		for _, name := range names {
			if _, ok := n.Attr(name); ok && !slices.Contains(kinds, kind) {
				p.report(n.AttrPos(name), "", "%s does nothing: this <Gather> does not listen for %s; write input=\"dtmf speech\" for both", name, kind)
			}
		}
	}
	useless("speech", "enhanced", "hints", "maxSpeechTime", "partialResultCallback", "profanityFilter", "speechModel", "speechTimeout")
	useless("dtmf", "finishOnKey", "numDigits")
}
