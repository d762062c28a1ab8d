package lint

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// missingText reports elements without their required text or its replacement.
func missingText(p *Pass, n *Node) {
	if n.Text() != "" || !hasNoElement(n) || !wantsText(n) {
		return
	}
	code, what := "12200", "its text"
	switch n.Name {
	case "Say":
		code, what = "13520", "the text to say; a variable of the application may be empty"
	case "Dial", "Number":
		code, what = "13223", "a number such as +14155550111"
	case "Conference":
		code, what = "13237", "the name of the conference"
	case "Sip":
		code, what = "13243", "an address such as sip:alice@example.com"
	case "Sms":
		code, what = "14103", "the text of the message"
	case "Enqueue":
		code, what = "14204", "the name of the queue, or a workflowSid"
	case "Queue":
		code, what = "14212", "the name of the queue"
	case "Play":
		what = "the URL of an audio file, or digits"
	case "Client":
		what = "the identity of the client"
	}
	p.Report(n.Pos, code, "<%s> is empty; add %s", n.Name, what)
}

// wantsText reports whether a node requires text. Text is optional if an attribute can replace it.
func wantsText(n *Node) bool {
	if n.Spec.Text == twiml.RequiredText {
		return true
	}
	switch n.Name {
	case "Dial", "Sip", "Client":
		return true
	case "Enqueue":
		return word(n.Element, "workflowSid") == ""
	case "Queue":
		return word(n.Element, "reservationSid") == ""
	case "Play":
		_, digits := n.Attr("digits")
		return !digits
	}
	return false
}

// hasNoElement reports whether a node has no child elements. A misplaced element has its own finding, which is enough.
func hasNoElement(n *Node) bool {
	for range n.Elements() {
		return false
	}
	return true
}

// strayText reports text where it is not allowed.
func strayText(p *Pass, n *Node) {
	text := n.Text()
	if n.Spec.Text != twiml.NoText || text == "" {
		return
	}
	fix := "remove it"
	if n.Spec.Allows("Say") || n.Parent == nil && p.kind == twiml.Voice {
		fix = "put it into <Say>…</Say> if the caller should hear it"
	} else if n.Spec.Allows("Message") {
		fix = "put it into <Message>…</Message>"
	}
	p.Report(textPos(n.Element), "12200", "the text %s is ignored: <%s> takes no text; %s", quote(text), n.Name, fix)
}

// Limits for the text of one Say, in characters: https://www.twilio.com/docs/errors/13521.
const (
	longestBasic = 4096
	longestNamed = 3000
)

// lengths checks names and texts against their limits.
func lengths(p *Pass, n *Node) {
	limit := func(at twiml.Pos, code, what, text string, most int) {
		if size := utf8.RuneCountInString(text); size > most {
			p.Report(at, code, "%s has %d characters; the limit is %d", what, size, most)
		}
	}
	switch n.Name {
	case "Say":
		said := len([]rune(strings.Join(strings.Fields(spoken(n.Element)), " ")))
		if most := longest(n); said > most {
			p.Report(n.Pos, "13521", "the text of <Say> has %d characters; the limit of this voice is %d: use several <Say>", said, most)
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

func longest(n *Node) int {
	if strings.Contains(word(n.Element, "voice"), ".") {
		return longestNamed
	}
	return longestBasic
}

// spoken returns the text of an element and its descendants.
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

// size: https://www.twilio.com/docs/api/errors/11750.
func size(p *Pass, n *Node) {
	if n.Parent == nil && p.Size > twiml.MaxSize {
		p.Report(n.Pos, "11750", "the document has %d bytes; the limit is %d: split it with <Redirect>", p.Size, twiml.MaxSize)
	}
}

// taskJSON: https://www.twilio.com/docs/errors/14221.
func taskJSON(p *Pass, n *Node) {
	text := strings.TrimSpace(spoken(n.Element))
	if !n.Is("Task") || text == "" {
		return
	}
	var attributes map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &attributes); err != nil || attributes == nil {
		p.Report(textPos(n.Element), "14221", "the text of <Task> is not a JSON object; write it like {\"language\":\"en\"}")
	}
}
