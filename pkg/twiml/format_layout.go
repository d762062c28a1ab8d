package twiml

import (
	"slices"
	"strings"
)

// verbatim says whether white space in k is part of what it says. A line end in a text message is one on the phone.
func (k *piece) verbatim() bool {
	if slices.Contains(k.attrs, `xml:space="preserve"`) && len(k.kids) > 0 {
		return true
	}
	return (k.name == "Message" || k.name == "Body" || k.name == "Sms") && k.inked()
}

// block says whether the children of k stand on lines of their own. They do where white space between them says nothing:
// among verbs and nouns, and between paragraphs. Within a sentence it tells one word from two.
func (k *piece) block() bool {
	spec, known := Lookup(k.name)
	noText := known && spec.Text == NoText
	speech := known && spec.Allows("break")
	found := false
	for _, kid := range k.kids {
		if kid.kind != element {
			continue
		}
		found = true
		sentence := kid.name == "p" || kid.name == "s"
		if !sentence && !noText && (speech || slices.Contains(ssmlInline, kid.name)) {
			return false
		}
	}
	return found && (noText || !k.inked())
}

// inked says whether k has text of its own.
func (k *piece) inked() bool { return slices.ContainsFunc(k.kids, isInk) }

func isInk(k *piece) bool { return k.kind == word || k.kind == section }

func isElement(k *piece) bool { return k.kind == element }

// trim leaves out the white space at both ends.
func trim(kids []*piece) []*piece {
	if n := len(kids); n > 0 && kids[n-1].kind == blanks {
		kids = kids[:n-1]
	}
	if len(kids) > 0 && kids[0].kind == blanks {
		kids = kids[1:]
	}
	return kids
}

// broken says whether a line ends somewhere in kids.
func broken(kids []*piece) bool {
	return slices.ContainsFunc(kids, func(k *piece) bool { return k.breaks() || broken(k.kids) })
}

// margin is the indentation that all lines of k have in common, without that of a first line which began behind the tag.
func (k *piece) margin() int {
	least := -1
	for _, kid := range k.kids[:len(k.kids)-1] { // the last may be the line of the end tag
		if w := indentation(kid.raw); kid.breaks() && (least < 0 || w < least) {
			least = w
		}
	}
	return max(least, 0)
}

// indentation is how far white space indents the line behind it. A tab is a level.
func indentation(white string) int {
	white = white[strings.LastIndexByte(white, '\n')+1:]
	return len(white) + strings.Count(white, "\t")
}
