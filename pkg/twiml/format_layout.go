package twiml

import (
	"slices"
	"strings"
)

// verbatim reports whether white space in k is content. A line end in a text message is one on the phone.
func (k *piece) verbatim() bool {
	if slices.Contains(k.attrs, `xml:space="preserve"`) && len(k.kids) > 0 {
		return true
	}
	return (k.name == "Message" || k.name == "Body" || k.name == "Sms") && k.inked()
}

// block reports whether the children of k go on separate lines. They do if the white space between them has no meaning:
// among verbs and nouns, and between paragraphs. Within a sentence it separates words.
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

// inked reports whether k itself contains text.
func (k *piece) inked() bool { return slices.ContainsFunc(k.kids, isInk) }

func isInk(k *piece) bool { return k.kind == word || k.kind == section }

func isElement(k *piece) bool { return k.kind == element }

// trim removes the white space at both ends.
func trim(kids []*piece) []*piece {
	if n := len(kids); n > 0 && kids[n-1].kind == blanks {
		kids = kids[:n-1]
	}
	if len(kids) > 0 && kids[0].kind == blanks {
		kids = kids[1:]
	}
	return kids
}

// broken reports whether a line ends somewhere in kids.
func broken(kids []*piece) bool {
	return slices.ContainsFunc(kids, func(k *piece) bool { return k.breaks() || broken(k.kids) })
}

// margin returns the common indentation of all lines of k, without a first line that starts after the tag.
func (k *piece) margin() int {
	least := -1
	for _, kid := range k.kids[:len(k.kids)-1] { // the last may be the line of the end tag
		if w := indentation(kid.raw); kid.breaks() && (least < 0 || w < least) {
			least = w
		}
	}
	return max(least, 0)
}

// indentation returns how far white space indents the following line. A tab counts as one level.
func indentation(white string) int {
	white = white[strings.LastIndexByte(white, '\n')+1:]
	return len(white) + strings.Count(white, "\t")
}
