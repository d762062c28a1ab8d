package twiml

import (
	"slices"
	"strings"
)

// startTag reads <Name a="b"> or <Name/>.
func (p *parser) startTag() bool {
	start := p.off
	end := nameEnd(p.src, start+1)
	if end == start+1 {
		return p.fatal(start, "write &lt; for a < that does not begin a tag")
	}
	if len(p.open) >= maxDepth {
		return p.fatal(start, "elements are nested more than %d deep", maxDepth)
	}
	el := p.newElement()
	el.Name, el.Pos = p.src[start+1:end], p.pos(start)
	p.off = end
	outside := len(p.prefixes)
	if !p.attributes(el) {
		return false
	}
	p.namespaces(el, start)
	p.adopt(el, start)
	p.open = append(p.open, frame{el: el, kids: len(p.kids), prefixes: outside})
	if p.src[p.off] == '/' {
		p.off += 2
		p.close()
		return true
	}
	p.off++
	return true
}

// adopt makes el a child of the innermost open element, or the root.
func (p *parser) adopt(el *Element, off int) {
	if n := len(p.open); n > 0 {
		p.open[n-1].elements = true
		p.open[n-1].endText()
		p.kids = append(p.kids, el)
		return
	}
	if p.root != nil {
		p.fail(off, "<%s> comes after the end of <%s>, but a document has only one root; move it inside", el.Name, p.root.Name)
		return
	}
	p.root = el
}

// attributes reads attributes and stops before the ">" or "/>".
func (p *parser) attributes(el *Element) bool {
	p.attrs = p.attrs[:0]
	for {
		spaced := p.skipSpace()
		rest := p.src[p.off:]
		if rest == "" {
			return p.fatal(p.off, "the tag <%s> opened at %s has no > at its end", el.Name, el.Pos)
		}
		if rest[0] == '>' || strings.HasPrefix(rest, "/>") {
			break
		}
		if !p.attribute(el, spaced) {
			return false
		}
	}
	if len(p.attrs) > 0 {
		el.Attrs = slices.Clone(p.attrs)
	}
	return true
}

func (p *parser) attribute(el *Element, spaced bool) bool {
	start := p.off
	end := nameEnd(p.src, start)
	if end == start {
		return p.fatal(start, "unexpected %s in the tag <%s>; an attribute looks like name=\"value\"", quoted(firstRune(p.src[start:])), el.Name)
	}
	if len(p.attrs) >= maxAttrs {
		return p.fatal(start, "<%s> has more than %d attributes", el.Name, maxAttrs)
	}
	a := Attr{Name: p.src[start:end], Pos: p.pos(start)}
	if !spaced {
		p.fail(start, "a space is missing before the attribute %s", a.Name)
	}
	p.off = end
	p.skipSpace()
	if !strings.HasPrefix(p.src[p.off:], "=") {
		return p.fatal(p.off, "the attribute %s has no value; write %s=\"…\"", a.Name, a.Name)
	}
	p.off++
	p.skipSpace()
	if !p.value(&a) {
		return false
	}
	for i := range p.attrs {
		if p.attrs[i].Name == a.Name {
			p.fail(start, "<%s> has the attribute %s twice; remove one", el.Name, a.Name)
			return true
		}
	}
	p.attrs = append(p.attrs, a)
	return true
}

func (p *parser) value(a *Attr) bool {
	rest := p.src[p.off:]
	if rest == "" || rest[0] != '"' && rest[0] != '\'' {
		return p.fatal(p.off, "the value of %s must be in quotes: %s=\"…\"", a.Name, a.Name)
	}
	n := strings.IndexByte(rest[1:], rest[0])
	if n < 0 {
		return p.fatal(p.off, "the value of %s has no closing quote", a.Name)
	}
	raw, start := rest[1:n+1], p.off+1
	if i := strings.IndexByte(raw, '<'); i >= 0 {
		return p.fatal(start+i, "< in the value of %s, opened at %s: add the closing quote, or write &lt; for <", a.Name, p.where(p.off))
	}
	a.ValuePos = p.pos(start)
	a.Value = p.unescape(raw, start, true)
	p.off = start + n + 1
	return true
}

// endTag reads </Name>. An end tag that does not match closes the element that it plausibly means, so that one mistake
// is one error.
func (p *parser) endTag() bool {
	start := p.off
	end := nameEnd(p.src, start+2)
	name := p.src[start+2 : end]
	p.off = end
	p.skipSpace()
	if name == "" || !strings.HasPrefix(p.src[p.off:], ">") {
		return p.fatal(start, "an end tag must look like </Name>, with nothing else in it")
	}
	p.off++
	if n := len(p.open); n > 0 && p.open[n-1].el.Name == name {
		p.close()
		return true
	}
	p.misfit(name, start)
	return true
}

func (p *parser) misfit(name string, off int) {
	n := len(p.open)
	if n == 0 {
		p.fail(off, "unexpected </%s>: no element is open; remove it", name)
		return
	}
	top := p.open[n-1].el
	if strings.EqualFold(top.Name, name) {
		p.fail(off, "</%s> does not close <%s>, opened at %s: names are case-sensitive; write </%s>", name, top.Name, top.Pos, top.Name)
		p.close()
		return
	}
	if !slices.ContainsFunc(p.open, func(f frame) bool { return f.el.Name == name }) {
		p.fail(off, "unexpected </%s>: <%s>, opened at %s, is not closed", name, top.Name, top.Pos)
		return
	}
	for p.open[len(p.open)-1].el.Name != name {
		p.unclosed(p.open[len(p.open)-1].el, off)
		p.close()
	}
	p.close()
}

func (p *parser) unclosed(el *Element, off int) {
	p.fail(off, "<%s>, opened at %s, is not closed; write </%s> before this", el.Name, el.Pos, el.Name)
}

// close closes the innermost element; p.off is just after its tag.
func (p *parser) close() {
	f := &p.open[len(p.open)-1]
	f.endText()
	f.el.End = p.pos(p.off)
	kids := p.kids[f.kids:]
	if f.elements && !f.inked {
		kids = slices.DeleteFunc(kids, func(n Node) bool { _, blank := n.(*Text); return blank })
	}
	if len(kids) > 0 {
		f.el.Children = slices.Clone(kids)
	}
	p.kids = p.kids[:f.kids]
	p.prefixes = p.prefixes[:f.prefixes]
	p.open = p.open[:len(p.open)-1]
}

func (p *parser) skipSpace() bool {
	start := p.off
	for p.off < len(p.src) && isSpace(rune(p.src[p.off])) {
		p.off++
	}
	return p.off > start
}

// newElement allocates several elements at a time, in proportion to the document.
func (p *parser) newElement() *Element {
	if len(p.elements) == cap(p.elements) {
		p.elements = make([]Element, 0, batchSize(p.src))
	}
	p.elements = p.elements[:len(p.elements)+1]
	return &p.elements[len(p.elements)-1]
}

func batchSize(src string) int { return min(len(src)/64+1, 64) }
