package transcript

import (
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// Summary returns in one line what a caller hears of a document, and what else it does: "Hello" ·
// Gather ("Press 1"). It is "" for an empty document. Text of the application is quoted or made
// harmless, so that it cannot control a terminal.
func Summary(doc *twiml.Document) string {
	if doc == nil || doc.Root == nil {
		return ""
	}
	var all []string
	for verb := range doc.Root.Elements() {
		all = append(all, summary(verb))
	}
	return strings.Join(all, " · ")
}

func summary(e *twiml.Element) string {
	text := strings.Join(strings.Fields(e.Text()), " ")
	if e.Name == "Say" {
		return strconv.Quote(text)
	}
	parts := []string{harmless(e.Name)}
	if text != "" {
		parts = append(parts, harmless(text))
	}
	var inner []string
	for child := range e.Elements() {
		inner = append(inner, summary(child))
	}
	if len(inner) > 0 {
		parts = append(parts, "("+strings.Join(inner, " ")+")")
	}
	return strings.Join(parts, " ")
}
