package twiml

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// MaxSize is the maximum size of TwiML that Twilio accepts, in bytes (https://www.twilio.com/docs/api/errors/11750).
// Larger documents are parsed too, so that their other problems can be reported.
const MaxSize = 64 << 10

// Limits that protect against malicious documents.
const (
	maxSize   = 4 << 20 // bytes of a document
	maxDepth  = 128     // elements within elements
	maxAttrs  = 1000    // of one element; each is compared with all the others
	maxErrors = 20      // errors reported per document
)

// Parse parses a TwiML document without a Content-Type; see [ParseCharset].
func Parse(data []byte) (*Document, error) { return ParseCharset(data, "") }

// ParseCharset parses a TwiML document whose Content-Type named charset ("" for none). A byte order mark takes
// precedence over charset, charset over the XML declaration (RFC 7303). The default is UTF-8.
//
// The document must be well-formed XML 1.0 and its root must be <Response>. Otherwise the error is an [ErrorList] and
// the document is nil. Comments and processing instructions are dropped, and so is white space between the child
// elements of an element without other text. A DOCTYPE is skipped and its entities are not expanded: Twilio documents
// none, and expansion can make a small document huge.
func ParseCharset(data []byte, charset string) (*Document, error) {
	if len(data) > maxSize {
		return nil, ErrorList{{Pos: Pos{1, 1}, Code: CodeParse, Message: fmt.Sprintf("the document has %d bytes; the limit is 64 kB", len(data))}}
	}
	src, err := decode(data, charset)
	if err != nil {
		return nil, ErrorList{{Pos: Pos{1, 1}, Code: CodeParse, Message: err.Error()}}
	}
	p := parser{
		src: src, at: cursor{line: 1, col: 1},
		open: make([]frame, 0, 8), kids: make([]Node, 0, 16), attrs: make([]Attr, 0, 8), // enough for most documents
	}
	p.document()
	if len(p.errs) > 0 {
		p.errs.sort()
		return nil, p.errs
	}
	return &Document{Root: p.root}, nil
}

// parser reads src once. Methods that return a bool report whether parsing can continue: false after an error that makes
// the rest meaningless.
type parser struct {
	src  string // UTF-8 with lines ended by "\n"
	off  int    // of the next byte to read
	at   cursor
	root *Element
	errs ErrorList

	open     []frame
	kids     []Node // finished children of all open elements, innermost last
	attrs    []Attr // of the tag being read
	prefixes []prefix
	elements []Element // allocated ahead, and the texts too
	texts    []Text
	doctype  bool
}

// frame is an open element, whose end tag has not been read.
type frame struct {
	el       *Element
	kids     int  // where its children begin in parser.kids
	prefixes int  // how many prefixes were declared outside it
	inked    bool // has text that is not blank
	elements bool // has child elements

	text      *Text  // the last child, if that is text
	textInked bool   // text is not blank
	more      []byte // the content of text if it has several pieces
}

func (p *parser) document() {
	if !p.characters() || !p.declaration() {
		return
	}
	for p.off < len(p.src) {
		if len(p.errs) >= maxErrors || !p.next() {
			return
		}
	}
	for i := len(p.open) - 1; i >= 0; i-- {
		p.unclosed(p.open[i].el, len(p.src))
	}
	switch {
	case len(p.errs) > 0:
	case p.root == nil:
		p.fail(0, "the document is empty; Twilio accepts at least <Response/>")
	case p.root.Name != "Response":
		p.errs = append(p.errs, &Error{Pos: p.root.Pos, Code: CodeRoot, Message: rootMessage(p.root.Name)})
	}
}

func rootMessage(name string) string {
	if strings.EqualFold(name, "Response") {
		return fmt.Sprintf("the root element must be <Response>, with only the R capitalized, not <%s>", name)
	}
	return fmt.Sprintf("the root element must be <Response>, not <%s>; put the verbs inside <Response>…</Response>", name)
}

func (p *parser) next() bool {
	rest := p.src[p.off:]
	switch {
	case rest[0] != '<':
		return p.chars()
	case len(rest) == 1:
		return p.fatal(p.off, "the document ends inside a tag")
	case rest[1] == '/':
		return p.endTag()
	case rest[1] == '?':
		return p.instruction()
	case rest[1] == '!':
		return p.declared()
	}
	return p.startTag()
}

// characters checks src for characters that XML forbids, before anything else.
func (p *parser) characters() bool {
	s := p.src
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c < utf8.RuneSelf || c == '\n' || c == '\t' {
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return p.fatal(i, "byte 0x%02X is not UTF-8; save the document as UTF-8 or declare its encoding in the XML declaration", c)
		case !isChar(r):
			return p.fatal(i, "character %U is not allowed in XML; remove it", r)
		}
		i += size - 1
	}
	return true
}

// isChar reports whether r is a Char of XML 1.0, section 2.2.
func isChar(r rune) bool {
	return r >= ' ' && r <= 0xD7FF || r == '\t' || r == '\n' || r == '\r' || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= utf8.MaxRune
}

func (p *parser) fail(off int, format string, args ...any) {
	if len(p.errs) >= maxErrors {
		return
	}
	p.errs = append(p.errs, &Error{Pos: p.where(off), Code: CodeParse, Message: fmt.Sprintf(format, args...)})
}

// fatal is fail for an error that makes the rest meaningless.
func (p *parser) fatal(off int, format string, args ...any) bool {
	p.fail(off, format, args...)
	return false
}
