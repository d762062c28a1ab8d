// Package twiml is the TwiML document: parsed with the position of everything in it, written back, laid out (see [Format]),
// and the table of what Twilio knows (see [Lookup]).
//
// A document is a tree of [Element] and [Text]. Parsing is strict, as Twilio's is: what is not well-formed is an error
// 12100, a root other than <Response> an error 12102, each with a line, a column and the way to fix it.
//
// A program that answers webhooks builds its document of [El] and [T], and writes it with [Respond].
//
// The package refuses to judge what a well-formed document says: unknown verbs and attributes stay in the tree, and telling
// them from known ones is the work of package lint. It fetches nothing, expands no entity of a DOCTYPE, and runs no verb.
package twiml

import (
	"iter"
	"strconv"
	"strings"
)

// Pos is a place in a document. The zero Pos is nowhere, as in a document that a program built.
type Pos struct {
	Line int // from 1
	Col  int // from 1, in characters (not bytes)
}

// String is "4:7", or "-" for nowhere.
func (p Pos) String() string {
	if p == (Pos{}) {
		return "-"
	}
	return strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Col)
}

// Before says whether p stands before q in the same document.
func (p Pos) Before(q Pos) bool {
	return p.Line < q.Line || p.Line == q.Line && p.Col < q.Col
}

// Document is one TwiML document. The zero value is an empty <Response>.
// A Document may be read from several goroutines at once.
type Document struct {
	Root *Element // <Response>
}

// Element is a verb, a noun, or whatever else stands in angle brackets.
type Element struct {
	Name     string // as written, with its prefix
	Attrs    []Attr // in the order of the document, no name twice
	Children []Node // see [Parse] for the white space that is left out
	Pos      Pos    // of its "<"
	End      Pos    // just behind its last ">"
}

// Attr is an attribute of an [Element].
type Attr struct {
	Name     string // as written, with its prefix
	Value    string // with references decoded, and tabs and line ends turned into spaces, as XML has it
	Pos      Pos    // of the first character of the name
	ValuePos Pos    // of the first character of the value, behind the quote
}

// Node is a child of an element: an [*Element] or a [*Text], nothing else.
type Node interface{ node() }

// Text is what stands between tags. Text, CDATA sections and the like that touch each other are one Text.
type Text struct {
	Value string // references decoded, white space as written, lines ended by "\n"
	Pos   Pos    // of its first character that is not white space; of its first character when it is all white space
}

func (*Element) node() {}
func (*Text) node()    {}

// Attr returns the value of the attribute called name, letter for letter, and whether there is one.
func (e *Element) Attr(name string) (value string, ok bool) {
	if a := e.attr(name); a != nil {
		return a.Value, true
	}
	return "", false
}

// AttrPos returns where the attribute called name stands, or the zero Pos when there is none.
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

// Elements walks the child elements in order and skips the text between them.
func (e *Element) Elements() iter.Seq[*Element] {
	return func(yield func(*Element) bool) {
		for _, n := range e.Children {
			if child, ok := n.(*Element); ok && !yield(child) {
				return
			}
		}
	}
}

// Text returns the text of the element itself, not of the elements in it, as Twilio reads it: trimmed, and with every run of
// white space inside made one space.
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

// collapse costs nothing for text that is collapsed already.
func collapse(s string) string {
	s = strings.Trim(s, space)
	for i := range len(s) {
		if s[i] == '\n' || s[i] == '\t' || s[i] == '\r' || s[i] == ' ' && s[i-1] == ' ' {
			return strings.Join(strings.FieldsFunc(s, isSpace), " ")
		}
	}
	return s
}

// space is what XML calls white space; a no-break space is a character like any other.
const space = " \t\r\n"

func isSpace(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }
