package twiml

import (
	"strconv"
	"strings"
)

// chars reads the text up to the next "<".
func (p *parser) chars() bool {
	start := p.off
	n := strings.IndexByte(p.src[start:], '<')
	if n < 0 {
		n = len(p.src) - start
	}
	raw := p.src[start : start+n]
	p.off += n
	if i := strings.Index(raw, "]]>"); i >= 0 {
		p.fail(start+i, "write ]]&gt; for a ]]> that does not end a CDATA section")
	}
	p.text(p.unescape(raw, start, false), start, raw)
	return true
}

// text adds value, written as raw at off, to the innermost open element.
func (p *parser) text(value string, off int, raw string) {
	lead := len(raw) - len(strings.TrimLeft(raw, space))
	blank := lead == len(raw)
	if len(p.open) == 0 {
		if !blank {
			p.strayText(raw[lead:], off+lead)
		}
		return
	}
	if value == "" {
		return
	}
	f := &p.open[len(p.open)-1]
	// A reference to white space (&#32;) is content as written, but blank for the layout.
	inked := !blank && strings.Trim(value, space) != ""
	if f.text == nil {
		f.text, f.textInked = p.newText(), inked
		f.text.Value, f.text.Pos = value, p.firstInk(off, lead, inked)
		p.kids = append(p.kids, f.text)
	} else {
		if inked && !f.textInked {
			f.text.Pos, f.textInked = p.firstInk(off, lead, inked), true
		}
		if f.more == nil {
			f.more = []byte(f.text.Value)
		}
		f.more = append(f.more, value...)
	}
	f.inked = f.inked || inked
}

// endText ends the current text of f, because another node follows.
func (f *frame) endText() {
	if f.more != nil {
		f.text.Value, f.more = string(f.more), nil
	}
	f.text = nil
}

func (p *parser) firstInk(off, lead int, inked bool) Pos {
	if inked {
		return p.pos(off + lead)
	}
	return p.pos(off)
}

func (p *parser) strayText(raw string, off int) {
	raw, _, _ = strings.Cut(raw, "\n")
	if p.root == nil {
		p.fail(off, "%s comes before the root element; print nothing before the document", quoted(raw))
		return
	}
	p.fail(off, "%s comes after the end of <%s>; move it inside or remove it", quoted(raw), p.root.Name)
}

// unescape decodes the references in raw, which begins at off. In an attribute, tabs and line ends become spaces (XML
// 1.0, section 3.3.3).
func (p *parser) unescape(raw string, off int, attr bool) string {
	next := indexSpecial(raw, attr)
	if next < 0 {
		return raw
	}
	var b strings.Builder
	b.Grow(len(raw))
	i := 0
	for ; next >= 0; next = indexSpecial(raw[i:], attr) {
		b.WriteString(raw[i : i+next])
		i += next
		if raw[i] != '&' {
			b.WriteByte(' ')
			i++
			continue
		}
		s, n := p.reference(raw[i:], off+i)
		b.WriteString(s)
		i += n
	}
	b.WriteString(raw[i:])
	return b.String()
}

// indexSpecial returns the index of the first character that needs decoding.
func indexSpecial(s string, attr bool) int {
	if !attr {
		return strings.IndexByte(s, '&')
	}
	for i := range len(s) {
		if c := s[i]; c == '&' || c == '\n' || c == '\t' {
			return i
		}
	}
	return -1
}

// reference decodes the reference at the start of s and returns its length in bytes.
func (p *parser) reference(s string, off int) (string, int) {
	if strings.HasPrefix(s, "&#") {
		return p.charReference(s, off)
	}
	end := nameEnd(s, 1)
	if end == 1 || end == len(s) || s[end] != ';' {
		p.fail(off, "write &amp; for &")
		return "&", 1
	}
	switch s[1:end] {
	case "amp":
		return "&", end + 1
	case "lt":
		return "<", end + 1
	case "gt":
		return ">", end + 1
	case "quot":
		return `"`, end + 1
	case "apos":
		return "'", end + 1
	}
	p.fail(off, "&%s is not defined in XML; write the character itself (or &amp;%s for a literal &)", s[1:end+1], s[1:end+1])
	return s[:end+1], end + 1
}

func (p *parser) charReference(s string, off int) (string, int) {
	end := strings.IndexByte(s, ';')
	if end < 0 || end > 16 {
		p.fail(off, "write &amp;# for a &# that does not begin a character reference such as &#233;")
		return "&", 1
	}
	digits, base := s[2:end], 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 31)
	if err != nil || strings.ContainsRune(digits, '_') || !isChar(rune(n)) {
		p.fail(off, "%s is not a character that XML allows", s[:end+1])
		return s[:end+1], end + 1
	}
	return string(rune(n)), end + 1
}

func (p *parser) newText() *Text {
	if len(p.texts) == cap(p.texts) {
		p.texts = make([]Text, 0, batchSize(p.src))
	}
	p.texts = p.texts[:len(p.texts)+1]
	return &p.texts[len(p.texts)-1]
}
