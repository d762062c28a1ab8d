package twiml

import (
	"strings"
	"unicode/utf8"
)

// nameEnd returns where the XML name that begins at i ends, or i if there is no name. Names are those of XML 1.0, fifth
// edition, section 2.3.
func nameEnd(s string, i int) int {
	start := i
	for i < len(s) {
		c := s[i]
		if c < utf8.RuneSelf {
			if !isNameByte(c) || i == start && !isNameStartByte(c) {
				break
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isNameStartRune(r) && (i == start || !isNameInnerRune(r)) {
			break
		}
		i += size
	}
	return i
}

func isNameStartByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == ':'
}

func isNameByte(c byte) bool {
	return isNameStartByte(c) || '0' <= c && c <= '9' || c == '-' || c == '.'
}

func isNameStartRune(r rune) bool {
	switch {
	case r < 0xC0, r == 0xD7, r == 0xF7, r >= 0x300 && r < 0x370, r == 0x37E:
		return false
	case r < 0x2000, r == 0x200C, r == 0x200D:
		return true
	case r < 0x2070, r >= 0x2190 && r < 0x2C00, r >= 0x2FF0 && r < 0x3001:
		return false
	case r < 0xD800:
		return true
	}
	return r >= 0xF900 && r <= 0xFDCF || r >= 0xFDF0 && r <= 0xFFFD || r >= 0x10000 && r <= 0xEFFFF
}

func isNameInnerRune(r rune) bool {
	return r == 0xB7 || r >= 0x300 && r < 0x370 || r == 0x203F || r == 0x2040
}

// prefix is a declared namespace prefix. TwiML does not depend on the namespace itself.
type prefix string

// namespaces records the prefixes that el declares and checks those that it uses.
func (p *parser) namespaces(el *Element, off int) {
	for i := range el.Attrs {
		if name, ok := strings.CutPrefix(el.Attrs[i].Name, "xmlns:"); ok {
			p.prefixes = append(p.prefixes, prefix(name))
		}
	}
	p.prefixed(el.Name, off)
	for i := range el.Attrs {
		p.prefixed(el.Attrs[i].Name, off)
	}
}

func (p *parser) prefixed(name string, off int) {
	i := strings.IndexByte(name, ':')
	if i < 0 {
		return
	}
	if i == 0 || i == len(name)-1 || strings.IndexByte(name[i+1:], ':') >= 0 {
		p.fail(off, "%s is not a name: a name has at most one colon, between a prefix and a name", name)
		return
	}
	if before := name[:i]; before != "xml" && before != "xmlns" && !p.declaredPrefix(before) {
		p.fail(off, "the prefix of %s is not declared; TwiML needs no prefix, write %s", name, name[i+1:])
	}
}

func (p *parser) declaredPrefix(name string) bool {
	for _, known := range p.prefixes {
		if string(known) == name {
			return true
		}
	}
	return false
}

func firstRune(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}
