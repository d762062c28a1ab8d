package devserver

import (
	"bytes"
	"fmt"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Template is a TwiML document with {{Parameters}} of the request, as in a TwiML Bin
// (https://www.twilio.com/docs/serverless/twiml-bins). It supports the part of Mustache that TwiML needs
// (https://mustache.github.io/mustache.5.html): variables, sections, inverted sections, comments, and {{#e164}}. It is
// safe for concurrent use.
type Template struct {
	nodes []node
	plain bool // nothing to fill in
}

// node is a part of a template: text, a variable, or a section with its own parts.
type node struct {
	kind kind
	text string // of text; the name otherwise
	body []node // of a section
}

type kind byte

const (
	text     kind = iota
	escaped       // {{name}}
	raw           // {{{name}}} or {{&name}}
	section       // {{#name}}…{{/name}}
	inverted      // {{^name}}…{{/name}}
	e164          // {{#e164}}…{{/e164}}
)

// TemplateError is an error in a template. Line and Col count from 1, Col in characters.
type TemplateError struct {
	Line, Col int
	Message   string
}

func (e *TemplateError) Error() string { return e.Message }

// ParseTemplate parses a template. Its error is a [*TemplateError].
func ParseTemplate(source []byte) (*Template, error) {
	p := &templateParser{source: string(source)}
	nodes, err := p.until("")
	if err != nil {
		return nil, err
	}
	t := &Template{nodes: nodes, plain: true}
	for _, n := range nodes {
		t.plain = t.plain && n.kind == text
	}
	return t, nil
}

// Fill returns the document for one request; value returns a parameter by its name, or "". Values are escaped for XML
// and written in ASCII, so that the document's declared encoding does not matter.
func (t *Template) Fill(value func(name string) string) []byte {
	var b bytes.Buffer
	fill(&b, t.nodes, value)
	return b.Bytes()
}

func fill(b *bytes.Buffer, nodes []node, value func(string) string) {
	for _, n := range nodes {
		switch n.kind {
		case text:
			b.WriteString(n.text)
		case escaped:
			escape(b, value(n.text))
		case raw:
			b.WriteString(value(n.text))
		case section:
			if value(n.text) != "" {
				fill(b, n.body, value)
			}
		case inverted:
			if value(n.text) == "" {
				fill(b, n.body, value)
			}
		case e164:
			var inner bytes.Buffer
			fill(&inner, n.body, value)
			b.WriteString(international(inner.String()))
		}
	}
}

// international restores the plus sign of a number, which a URL turns into a space. Its input is escaped; the digits of
// &#227; are not a number.
func international(number string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, html.UnescapeString(number))
	if digits == "" {
		return strings.TrimSpace(number)
	}
	return "+" + digits
}

func escape(b *bytes.Buffer, s string) {
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\'':
			b.WriteString("&apos;")
		case r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r < utf8.RuneSelf:
			b.WriteByte(byte(r))
		case r < ' ' || r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF: // not allowed in XML
			b.WriteByte('?')
		default:
			b.WriteString("&#" + strconv.Itoa(int(r)) + ";")
		}
	}
}

// maxSections limits nested sections. They are read and filled by recursion.
const maxSections = 100

type templateParser struct {
	source string
	at     int
	depth  int // open sections
}

// until reads up to the tag that closes a section, or to the end for the name "".
func (p *templateParser) until(name string) ([]node, error) {
	opened := p.at
	var nodes []node
	for {
		open := strings.Index(p.source[p.at:], "{{")
		if open < 0 {
			if name != "" {
				return nil, p.fail(opened, "{{#%s}} is not closed: write {{/%s}} after its content", name, name)
			}
			return append(nodes, node{text: p.source[p.at:]}), nil
		}
		nodes = append(nodes, node{text: p.source[p.at : p.at+open]})
		p.at += open
		n, closes, err := p.tag(name)
		if err != nil || closes {
			return nodes, err
		}
		if n.text != "" {
			nodes = append(nodes, n)
		}
	}
}

// tag reads one tag, with the content of a section. closes means that it was the closing tag of the section called
// within.
func (p *templateParser) tag(within string) (n node, closes bool, err error) {
	start := p.at
	opening, closing := "{{", "}}"
	if strings.HasPrefix(p.source[p.at:], "{{{") {
		opening, closing = "{{{", "}}}"
	}
	length := strings.Index(p.source[p.at+len(opening):], closing)
	if length < 0 {
		return node{}, false, p.fail(start, "%s has no %s", opening, closing)
	}
	content := strings.TrimSpace(p.source[p.at+len(opening) : p.at+len(opening)+length])
	p.at += len(opening) + length + len(closing)
	if opening == "{{{" {
		return node{kind: raw, text: content}, false, nil
	}
	sigil, name := "", content
	if content != "" && strings.ContainsRune("#^/!&>=", rune(content[0])) {
		sigil, name = content[:1], strings.TrimSpace(content[1:])
	}
	switch sigil {
	case "!":
		return node{}, false, nil
	case "&":
		return node{kind: raw, text: name}, false, nil
	case "/":
		if name != within {
			return node{}, false, p.fail(start, "unexpected {{/%s}}: no such section is open", name)
		}
		return node{}, true, nil
	case "#", "^":
		return p.section(sigil, name)
	case ">", "=":
		return node{}, false, p.fail(start, "{{%s}} is not supported: use variables, sections and comments", content)
	}
	if name == "" {
		return node{}, false, p.fail(start, "{{}} has no parameter name")
	}
	return node{kind: escaped, text: name}, false, nil
}

func (p *templateParser) section(sigil, name string) (node, bool, error) {
	n := node{kind: section, text: name}
	switch {
	case sigil == "^":
		n.kind = inverted
	case name == "e164":
		n.kind = e164
	}
	if p.depth++; p.depth > maxSections {
		return n, false, p.fail(p.at, "sections are nested more than %d deep", maxSections)
	}
	var err error
	n.body, err = p.until(name)
	p.depth--
	return n, false, err
}

func (p *templateParser) fail(at int, format string, args ...any) error {
	before := p.source[:at]
	line := 1 + strings.Count(before, "\n")
	col := 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
	return &TemplateError{Line: line, Col: col, Message: fmt.Sprintf(format, args...)}
}
