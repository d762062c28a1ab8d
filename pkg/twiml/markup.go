package twiml

import "strings"

// declaration reads <?xml version="1.0" …?>, which is allowed only at the very beginning.
func (p *parser) declaration() bool {
	trimmed := strings.TrimLeft(p.src, space)
	if !isDeclaration(trimmed) {
		return true
	}
	if len(trimmed) < len(p.src) {
		p.fail(0, "there is white space before <?xml; the document must begin with the declaration")
		p.off = len(p.src) - len(trimmed)
	}
	n := strings.Index(trimmed, "?>")
	if n < 0 {
		return p.fatal(p.off, "the XML declaration has no ?> at its end")
	}
	if !wellDeclared(trimmed[len("<?xml"):n]) {
		p.fail(p.off, `the XML declaration must read <?xml version="1.0" encoding="UTF-8"?>, or be left out`)
	}
	p.off += n + 2
	return true
}

func isDeclaration(s string) bool {
	rest, ok := strings.CutPrefix(s, "<?xml")
	return ok && (rest == "" || isSpace(rune(rest[0])) || rest[0] == '?')
}

// wellDeclared checks version, encoding and standalone, in this order. Only version is required.
func wellDeclared(s string) bool {
	version, s, ok := pseudoAttr(s, "version")
	if !ok || version != "1.0" {
		return false
	}
	if name, rest, ok := pseudoAttr(s, "encoding"); ok {
		if charsetKey(name) == "" {
			return false
		}
		s = rest
	}
	if alone, rest, ok := pseudoAttr(s, "standalone"); ok {
		if alone != "yes" && alone != "no" {
			return false
		}
		s = rest
	}
	return strings.Trim(s, space) == ""
}

func pseudoAttr(s, name string) (value, rest string, ok bool) {
	trimmed := strings.TrimLeft(s, space)
	if len(trimmed) == len(s) {
		return "", s, false
	}
	after, ok := strings.CutPrefix(trimmed, name)
	if !ok {
		return "", s, false
	}
	after, ok = strings.CutPrefix(strings.TrimLeft(after, space), "=")
	after = strings.TrimLeft(after, space)
	if !ok || after == "" || after[0] != '"' && after[0] != '\'' {
		return "", s, false
	}
	value, rest, ok = strings.Cut(after[1:], after[:1])
	return value, rest, ok
}

// instruction skips a processing instruction <?target data?>.
func (p *parser) instruction() bool {
	start := p.off
	end := nameEnd(p.src, start+2)
	target := p.src[start+2 : end]
	n := strings.Index(p.src[end:], "?>")
	switch {
	case target == "":
		return p.fatal(start, "<? must be followed by a name; write &lt;? if it is text")
	case n < 0:
		return p.fatal(start, "<?%s has no ?> at its end", target)
	case strings.EqualFold(target, "xml"):
		p.fail(start, "the XML declaration must be at the beginning of the document, once")
	case n > 0 && !isSpace(rune(p.src[end])):
		p.fail(end, "a space is missing after <?%s", target)
	}
	p.off = end + n + 2
	return true
}

// declared reads a construct that begins with "<!".
func (p *parser) declared() bool {
	rest := p.src[p.off:]
	switch {
	case strings.HasPrefix(rest, "<!--"):
		return p.comment()
	case strings.HasPrefix(rest, "<![CDATA["):
		return p.cdata()
	case strings.HasPrefix(rest, "<!DOCTYPE"):
		return p.skipDoctype()
	}
	return p.fatal(p.off, "<! begins a comment <!-- … --> or a section <![CDATA[ … ]]>; write &lt;! if it is text")
}

func (p *parser) comment() bool {
	start, body := p.off, p.off+len("<!--")
	n := strings.Index(p.src[body:], "-->")
	if n < 0 {
		return p.fatal(start, "the comment has no --> at its end")
	}
	// The search includes the first hyphen of "-->", because XML forbids "--->" too.
	if i := strings.Index(p.src[body:body+n+1], "--"); i >= 0 {
		p.fail(body+i, "-- is not allowed inside a comment")
	}
	p.off = body + n + len("-->")
	return true
}

func (p *parser) cdata() bool {
	start, body := p.off, p.off+len("<![CDATA[")
	n := strings.Index(p.src[body:], "]]>")
	if n < 0 {
		return p.fatal(start, "the CDATA section has no ]]> at its end")
	}
	raw := p.src[body : body+n]
	if len(p.open) == 0 {
		p.strayText("<![CDATA[", start)
	} else {
		p.text(raw, body, raw)
	}
	p.off = body + n + len("]]>")
	return true
}

// skipDoctype skips a DOCTYPE with its internal subset, including quotes and comments in it.
func (p *parser) skipDoctype() bool {
	start := p.off
	if p.root != nil || p.doctype {
		return p.fatal(start, "only one DOCTYPE is allowed, before the root element; TwiML needs none")
	}
	p.doctype = true
	depth, quote := 0, byte(0)
	for i := start; i < len(p.src); i++ {
		c := p.src[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case strings.HasPrefix(p.src[i:], "<!--"):
			n := strings.Index(p.src[i+4:], "-->")
			if n < 0 {
				return p.fatal(i, "the comment has no --> at its end")
			}
			i += 4 + n + 2
		case c == '<':
			depth++
		case c == '>':
			if depth--; depth == 0 {
				p.off = i + 1
				return true
			}
		}
	}
	return p.fatal(start, "the DOCTYPE has no > at its end; TwiML needs none")
}
