package twiml_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// meaning returns the content of a document, one thing per line: two documents with the same meaning differ in layout
// only. White space is folded, and dropped where it does not separate words: at the ends of a text outside of a
// sentence.
func meaning(doc *twiml.Document) []string {
	var m meaningOf
	m.element(doc.Root, false)
	return m
}

type meaningOf []string

func (m *meaningOf) say(format string, args ...any) { *m = append(*m, fmt.Sprintf(format, args...)) }

// element adds e, which is part of a sentence when it is inline.
func (m *meaningOf) element(e *twiml.Element, inline bool) {
	m.say("<%s>", e.Name)
	for _, a := range e.Attrs {
		m.say("%s=%q", a.Name, a.Value)
	}
	spec, known := twiml.Lookup(e.Name)
	noText := known && spec.Text == twiml.NoText
	speech := known && spec.Allows("break")
	ink := e.Text() != ""
	preserve, _ := e.Attr("xml:space")
	message := e.Name == "Message" || e.Name == "Body" || e.Name == "Sms"
	verbatim := message && ink || preserve == "preserve"
	for i, n := range e.Children {
		first, last := i == 0, i == len(e.Children)-1
		switch n := n.(type) {
		case *twiml.Text:
			value := fold(n.Value)
			switch {
			case verbatim:
				value = n.Value
			case noText && !inline:
				first, last = true, true
				fallthrough
			case !inline:
				value = trimEnds(value, first, last)
			}
			if value != "" {
				m.say("text %q", value)
			}
		case *twiml.Element:
			sentence := n.Name == "p" || n.Name == "s"
			m.element(n, verbatim || inline || !noText && (ink || speech && !sentence || slices.Contains(inlineSSML(), n.Name)))
		}
	}
	m.say("</%s>", e.Name)
}

func trimEnds(s string, start, end bool) string {
	if start {
		s = strings.TrimPrefix(s, " ")
	}
	if end {
		s = strings.TrimSuffix(s, " ")
	}
	return s
}

func inlineSSML() []string {
	s, _ := twiml.Lookup("s")
	return s.Children
}

// fold makes every run of what XML calls white space one space.
func fold(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(" \t\r\n", r) {
			if !strings.HasSuffix(b.String(), " ") {
				b.WriteByte(' ')
			}
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
