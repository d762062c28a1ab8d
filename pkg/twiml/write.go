package twiml

import "unicode/utf8"

const declaration = `<?xml version="1.0" encoding="UTF-8"?>`

// Write renders doc as UTF-8 with an XML declaration, on one line unless the text contains line ends. The output is
// deterministic. [Parse] of it gives an equal document with other positions if Parse could have made doc: valid names,
// adjacent texts merged, no blank text for layout. Characters that XML does not allow become U+FFFD. A nil doc or Root
// is an empty <Response>; a nil child is left out.
func Write(doc *Document) []byte {
	b := make([]byte, 0, 1024)
	b = append(b, declaration...)
	if doc == nil || doc.Root == nil {
		return append(b, "<Response/>"...)
	}
	return appendElement(b, doc.Root)
}

func appendElement(b []byte, e *Element) []byte {
	b = append(b, '<')
	b = append(b, e.Name...)
	for i := range e.Attrs {
		b = append(b, ' ')
		b = append(b, e.Attrs[i].Name...)
		b = append(b, '=', '"')
		b = appendEscaped(b, e.Attrs[i].Value, true)
		b = append(b, '"')
	}
	if len(e.Children) == 0 {
		return append(b, '/', '>')
	}
	b = append(b, '>')
	for _, n := range e.Children {
		switch n := n.(type) {
		case *Element:
			if n != nil {
				b = appendElement(b, n)
			}
		case *Text:
			if n != nil {
				b = appendEscaped(b, n.Value, false)
			}
		}
	}
	b = append(b, '<', '/')
	b = append(b, e.Name...)
	return append(b, '>')
}

// appendEscaped escapes s so that a parser returns s: white space in attributes and carriage returns are written as
// references, because a parser would change them.
func appendEscaped(b []byte, s string, attr bool) []byte {
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 || !isChar(r) {
				b = append(append(b, s[from:i]...), "\uFFFD"...)
				from = i + size
			}
			i += size
			continue
		}
		if escaped := escape(c, attr); escaped != "" {
			b = append(append(b, s[from:i]...), escaped...)
			from = i + 1
		}
		i++
	}
	return append(b, s[from:]...)
}

func escape(c byte, attr bool) string {
	switch {
	case c > '>':
		return ""
	case c == '&':
		return "&amp;"
	case c == '<':
		return "&lt;"
	case c == '>':
		return "&gt;"
	case c == '\r':
		return "&#13;"
	case c == '\n' && attr:
		return "&#10;"
	case c == '\t' && attr:
		return "&#9;"
	case c == '\n' || c == '\t':
		return ""
	case c == '"' && attr:
		return "&quot;"
	case c < ' ':
		return "\uFFFD"
	}
	return ""
}

// String returns [Write] as a string.
func (d *Document) String() string {
	return string(Write(d))
}
