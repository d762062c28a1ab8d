package scenario

import (
	"strings"

	"github.com/twvoice/twvoice/internal/lazy"
)

// variable is ${NAME} in a text; $${ is the text ${.
var variable = lazy.Regexp(`\$?\$\{([^{}]*)\}`)

// filled is a text with its variables filled in.
func (r *reader) filled(n *node, written string) string {
	var b strings.Builder
	end := 0
	for _, m := range variable().FindAllStringSubmatchIndex(written, -1) {
		b.WriteString(written[end:m[0]])
		end = m[1]
		whole, name := written[m[0]:m[1]], written[m[2]:m[3]]
		if strings.HasPrefix(whole, "$$") {
			b.WriteString(whole[1:])
			continue
		}
		value, ok := r.vars(name)
		if !ok {
			pos := n.pos
			pos.Col += m[0]
			if n.quoted {
				pos.Col++
			}
			r.mistakes.add(pos, "%s is not set: set %s in the environment, or add --set %s=…", whole, name, name)
			value = whole
		}
		b.WriteString(value)
	}
	b.WriteString(written[end:])
	return b.String()
}
