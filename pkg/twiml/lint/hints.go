package lint

import (
	"strings"
	"unicode/utf8"
)

// hints counts what speech recognition is told to expect: https://www.twilio.com/docs/errors/13330.
func hints(p *pass, n *node) {
	value := word(n.Element, "hints")
	if !n.is("Gather") || value == "" {
		return
	}
	all := strings.Split(value, ",")
	if len(all) > 500 {
		p.report(n.AttrPos("hints"), "13330", "there are %d hints; the most is 500", len(all))
	}
	for _, hint := range all {
		if hint = strings.TrimSpace(hint); utf8.RuneCountInString(hint) > 100 {
			p.report(n.AttrPos("hints"), "13330", "the hint %s has %d characters; the most is 100: put commas between the hints", quote(hint), utf8.RuneCountInString(hint))
		}
	}
}
