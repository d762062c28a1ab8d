// Package twiml parses, writes and formats TwiML documents (see [Parse], [Write] and [Format]), and has the table of the
// elements and attributes that Twilio knows (see [Lookup]).
//
// A document is a tree of [Element] and [Text], with the position of every part. Parsing is strict, as Twilio's is. A
// document that is not well-formed has error 12100, a root other than <Response> has 12102. Each error has a line, a
// column and the fix.
//
// A program that answers webhooks builds its document with [El] and [T], and writes it with [Respond].
//
// The package accepts any well-formed document: unknown verbs and attributes stay in the tree, and package lint reports
// them. It fetches nothing, expands no entity of a DOCTYPE, and runs no verb.
package twiml

import (
	"iter"
	"strconv"
	"strings"
)

// Pos is a position in a document. The zero Pos means none, as in a document that a program built.
type Pos struct {
	Line int // from 1
	Col  int // from 1, in characters (not bytes)
}

// String returns "4:7", or "-" for the zero Pos.
func (p Pos) String() string {
	if p == (Pos{}) {
		return "-"
	}
	return strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Col)
}

// Before reports whether p is before q in the same document.
func (p Pos) Before(q Pos) bool {
	return p.Line < q.Line || p.Line == q.Line && p.Col < q.Col
}

// Document is one TwiML document. The zero value is an empty <Response>. Concurrent reads are safe.
type Document struct {
	Root *Element // <Response>
}

// Element is a verb, a noun, or any other XML element.
type Element struct {
	Name     string // as written, with its prefix
	Attrs    []Attr // in the order of the document; names are unique
	Children []Node // see [Parse] for the white space that is dropped
	Pos      Pos    // of its "<"
	End      Pos    // just after its last ">"
}

// Attr is an attribute of an [Element].
type Attr struct {
	Name     string // as written, with its prefix
	Value    string // with references decoded, and tabs and line ends converted to spaces, as XML requires
	Pos      Pos    // of the first character of the name
	ValuePos Pos    // of the first character of the value, after the quote
}

// Node is a child of an element: either an [*Element] or a [*Text].
type Node interface{ node() }

// Text is the text between two tags. Adjacent text, CDATA sections and references form one Text.
type Text struct {
	Value string // references decoded, white space as written, lines ended by "\n"
	Pos   Pos    // of its first character that is not white space, or of its first character if all is white space
}

func (*Element) node() {}
func (*Text) node()    {}

// Attr returns the value of the attribute called name, unchanged, and whether it exists.
func (e *Element) Attr(name string) (value string, ok bool) {
	if a := e.attr(name); a != nil {
		return a.Value, true
	}
	return "", false
}

// AttrPos returns the position of the attribute called name, or the zero Pos if it does not exist.
func (e *Element) AttrPos(name string) Pos {
	if a := e.attr(name); a != nil {
		return a.Pos
	}
	return Pos{}
}

func (e *Element) attr(name string) *Attr {
	for i := range e.Attrs {
		if e.Attrs[i].Name == name {
			return &e.Attrs[i]
		}
	}
	return nil
}

// Elements yields the child elements in order, without the text between them.
func (e *Element) Elements() iter.Seq[*Element] {
	return func(yield func(*Element) bool) {
		for _, n := range e.Children {
			if child, ok := n.(*Element); ok && !yield(child) {
				return
			}
		}
	}
}

// Text returns the element's own text, without that of child elements, as Twilio reads it: trimmed, and with white space
// collapsed.
func (e *Element) Text() string {
	var only *Text
	var all strings.Builder
	for _, n := range e.Children {
		t, ok := n.(*Text)
		switch {
		case !ok:
			continue
		case only == nil:
			only = t
		default:
			if all.Len() == 0 {
				all.WriteString(only.Value)
			}
			all.WriteString(t.Value)
		}
	}
	switch {
	case only == nil:
		return ""
	case all.Len() == 0:
		return collapse(only.Value)
	default:
		return collapse(all.String())
	}
}

// collapse trims s and collapses white space. It does not allocate if nothing changes.
func collapse(s string) string {
	s = strings.Trim(s, space)
	for i := range len(s) {
		if s[i] == '\n' || s[i] == '\t' || s[i] == '\r' || s[i] == ' ' && s[i-1] == ' ' {
			return strings.Join(strings.FieldsFunc(s, isSpace), " ")
		}
	}
	return s
}

// space is white space in XML. A no-break space is an ordinary character.
const space = " \t\r\n"

func isSpace(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }
