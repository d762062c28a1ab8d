package lint

import (
	"strings"
	"unicode/utf8"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// The most characters of what a voice says in one piece: https://www.twilio.com/docs/errors/13521.
const (
	longestBasic = 4096
	longestNamed = 3000
)

// lengths holds names and texts against their limits.
func lengths(p *pass, n *node) {
	limit := func(at twiml.Pos, code, what, text string, most int) {
		if size := utf8.RuneCountInString(text); size > most {
			p.report(at, code, "%s has %d characters; the most is %d", what, size, most)
		}
	}
	switch n.Name {
	case "Say":
		said := len([]rune(strings.Join(strings.Fields(spoken(n.Element)), " ")))
		if most := longest(n); said > most {
			p.report(n.Pos, "13521", "the text of <Say> has %d characters; the most with this voice is %d: use several <Say>", said, most)
		}
	case "Enqueue":
		limit(textPos(n.Element), "14205", "the name of the queue", n.Text(), 64)
	case "Queue":
		limit(textPos(n.Element), "14213", "the name of the queue", n.Text(), 64)
	case "Conference":
		limit(n.AttrPos("participantLabel"), "16023", "the participantLabel", word(n.Element, "participantLabel"), 128)
	case "Dial":
		limit(n.AttrPos("callReason"), "", "the callReason", word(n.Element, "callReason"), 50)
	}
}

func longest(n *node) int {
	if strings.Contains(word(n.Element, "voice"), ".") {
		return longestNamed
	}
	return longestBasic
}

// spoken is the text of an element and of all in it.
func spoken(e *twiml.Element) string {
	var b strings.Builder
	for _, child := range e.Children {
		switch child := child.(type) {
		case *twiml.Text:
			b.WriteString(child.Value)
		case *twiml.Element:
			b.WriteString(spoken(child))
		}
	}
	return b.String()
}
