package lint

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// Pass is one run of the rules over a document. [Check] makes it.
type Pass struct {
	Options
	kind  twiml.Kind
	rule  string // the running rule
	at    *Node  // the node it checks
	found []Finding
}

// Language returns what the document answers: a call or a message.
func (p *Pass) Language() twiml.Kind { return p.kind }

// Node is an element in an allowed place, so that Twilio reads it.
type Node struct {
	*twiml.Element
	Spec   *twiml.Spec // the spec of the element in this place
	Parent *Node       // nil for <Response>
}

// walk passes a node and its descendants to every rule. Elements that Twilio skips are not passed; the rules see them in
// their parent.
func (p *Pass) walk(n *Node) {
	p.at = n
	for _, rule := range rules {
		p.rule = rule.Name
		rule.look(p, n)
	}
	for _, rule := range p.Rules {
		p.rule = rule.Describe().Name
		rule.Check(p, n)
	}
	for child := range n.Elements() {
		if spec, ok := n.Spec.Child(child.Name); ok {
			p.walk(&Node{Element: child, Spec: spec, Parent: n})
		}
	}
}

// Report adds a finding of the running rule. With an empty code it is a [Notice]; otherwise it has Twilio's level for
// the code.
func (p *Pass) Report(at twiml.Pos, code, format string, args ...any) {
	if p.Unknown != "" && p.rule != "unknown-attribute" && strings.Contains(p.judged(at), p.Unknown) {
		return
	}
	p.found = append(p.found, Finding{Pos: at, Code: code, Level: level(code), Rule: p.rule, Message: fmt.Sprintf(format, args...)})
}

// judged returns the value or text that a finding at that position is about.
func (p *Pass) judged(at twiml.Pos) string {
	for _, a := range p.at.Attrs {
		if a.Pos == at {
			return a.Value
		}
	}
	if at == p.at.Pos || at == textPos(p.at.Element) {
		return spoken(p.at.Element)
	}
	return ""
}

func level(code string) alert.Level {
	if code == "" {
		return Notice
	}
	if known, ok := alert.Lookup(code); ok {
		return known.Level
	}
	return alert.Warning
}

// Is reports whether the node has one of the names.
func (n *Node) Is(names ...string) bool {
	for _, name := range names {
		if n.Name == name {
			return true
		}
	}
	return false
}

// spoken reports whether the node is a Say, or SSML in one.
func (n *Node) spoken() bool { return n.Is("Say") || n.Parent != nil && n.Parent.spoken() }

// Within reports whether the node's parent has that name.
func (n *Node) Within(name string) bool { return n.Parent != nil && n.Parent.Name == name }

// Known returns the child elements that Twilio reads.
func (n *Node) Known() []*twiml.Element {
	var all []*twiml.Element
	for child := range n.Elements() {
		if n.Spec.Allows(child.Name) {
			all = append(all, child)
		}
	}
	return all
}

// word returns an attribute as Twilio reads it, or "".
func word(e *twiml.Element, name string) string {
	value, _ := e.Attr(name)
	return strings.TrimSpace(value)
}

// textPos returns where the text of an element begins, or the position of the element without text.
func textPos(e *twiml.Element) twiml.Pos {
	for _, child := range e.Children {
		if text, ok := child.(*twiml.Text); ok && strings.TrimSpace(text.Value) != "" {
			return text.Pos
		}
	}
	return e.Pos
}

// quote shortens a text from the document for a message.
func quote(s string) string {
	const most = 40
	s = strings.ToValidUTF8(s, "\uFFFD")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return strconv.Quote(s)
}
