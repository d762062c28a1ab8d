package scenario

import (
	"slices"
	"strings"

	"github.com/twvoice/twvoice/internal/lazy"
)

// variable matches ${NAME} in a text; $${ means a literal ${.
var variable = lazy.Regexp(`\$?\$\{([^{}]*)\}`)

// filled replaces the variables in a text.
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
		pos := n.pos
		pos.Col += m[0]
		if n.quoted {
			pos.Col++
		}
		value, ok := r.vars(name)
		switch {
		case credential(name):
			r.mistakes.Add(pos, "%s: scenarios cannot read your credentials, because they could send them to anyone", whole)
			value = whole
		case !ok:
			r.mistakes.Add(pos, "%s is not set: set %s in the environment, or add --set %s=…", whole, name, name)
			value = whole
		}
		b.WriteString(value)
	}
	b.WriteString(written[end:])
	return b.String()
}

// credential reports whether name is a variable that holds twvoice's own credentials. A scenario can come from an
// untrusted project and must not read them. Names are compared in any case, as Windows does.
func credential(name string) bool {
	return slices.Contains([]string{"TWILIO_AUTH_TOKEN", "TWILIO_API_SECRET", "NGROK_AUTHTOKEN", "NGROK_API_KEY"}, strings.ToUpper(strings.TrimSpace(name)))
}
