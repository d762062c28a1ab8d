package twiml

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	maxColumn   = 100
	indentBy    = 2
	noMargin    = -1 // for lines that have only the indentation of their elements
	endTagExtra = len("</>")
)

// printer writes pieces in order. The output never ends with a line end; the next piece writes it.
type printer struct {
	src string
	b   []byte
}

// block writes kids on separate lines. Words and comments between two elements stay together.
func (p *printer) block(kids []*piece, depth int) {
	gap, first := "", true
	for len(kids) > 0 {
		k, n := kids[0], 1
		if k.kind == blanks {
			gap, kids = k.raw, kids[1:]
			continue
		}
		behind := k.kind == aside && !strings.Contains(gap, "\n") && len(p.b) > 0
		switch {
		case behind:
			p.write(" ")
		default:
			p.line(depth, !first && strings.Count(gap, "\n") > 1)
		}
		if k.kind == element {
			p.element(k, depth)
		} else {
			if n = slices.IndexFunc(kids, isElement); n < 0 {
				n = len(kids)
			}
			if kids[n-1].kind == blanks {
				n--
			}
			p.flow(kids[:n], depth, noMargin)
		}
		gap, first, kids = "", false, kids[n:]
	}
}

// element writes an element that begins a line.
func (p *printer) element(k *piece, depth int) {
	kids := trim(k.kids)
	empty := len(kids) == 0 && !k.verbatim()
	tall := p.startTag(k, depth, empty)
	switch {
	case empty:
		p.write("/>")
		return
	case k.verbatim():
		p.write(">" + k.raw)
	case k.block():
		p.write(">")
		p.block(k.kids, depth+1)
		p.line(depth, false)
	default:
		p.write(">")
		p.prose(k, kids, depth, tall)
	}
	p.write("</" + k.name + ">")
}

// startTag writes a start tag up to its ">", and reports whether it takes several lines.
func (p *printer) startTag(k *piece, depth int, empty bool) bool {
	tag := k.tag()
	width := depth*indentBy + utf8.RuneCountInString(tag) + len(">")
	if empty {
		width++
	}
	if len(k.attrs) == 0 || width <= maxColumn && !strings.Contains(tag, "\n") {
		p.write(tag)
		return false
	}
	p.write("<" + k.name)
	for _, attr := range k.attrs {
		p.line(depth+1, false)
		p.write(attr)
	}
	p.line(depth, false)
	return true
}

// tag returns the start tag of k on one line, without its ">".
func (k *piece) tag() string {
	return "<" + strings.Join(append([]string{k.name}, k.attrs...), " ")
}

// prose writes the text of k: kids and the white space around them. A single line goes after the tag if it fits, or else
// stays on its line. Several lines go between the tags and keep their relative indentation.
func (p *printer) prose(k *piece, kids []*piece, depth int, tall bool) {
	apart := tall || broken(kids)
	if !apart && (k.kids[0].breaks() || k.kids[len(k.kids)-1].breaks()) {
		apart = !slices.ContainsFunc(kids, func(k *piece) bool { return k.kind != aside }) || !p.fits(k, kids)
	}
	if !apart {
		p.flow(kids, depth, noMargin)
		return
	}
	p.line(depth+1, false)
	margin := noMargin
	if !slices.ContainsFunc(kids, isElement) {
		margin = k.margin()
		p.indent(k.kids[0], margin)
	}
	p.flow(kids, depth+1, margin)
	p.line(depth, false)
}

// fits reports whether kids and the end tag of k fit on this line.
func (p *printer) fits(k *piece, kids []*piece) bool {
	line := printer{src: p.src, b: bytes.Clone(p.b[bytes.LastIndexByte(p.b, '\n')+1:])}
	line.flow(kids, 0, noMargin)
	return !bytes.Contains(line.b, []byte("\n")) && utf8.RuneCount(line.b)+len(k.name)+endTagExtra <= maxColumn
}

// flow writes kids in order and keeps their line ends.
func (p *printer) flow(kids []*piece, depth, margin int) {
	for _, k := range kids {
		switch {
		case k.breaks():
			p.line(depth, strings.Count(k.raw, "\n") > 1)
			p.indent(k, margin)
		case k.kind == element:
			p.inline(k, depth)
		case k.kind == aside:
			p.comment(k)
		default:
			p.write(k.raw)
		}
	}
}

// inline writes an element within a sentence.
func (p *printer) inline(k *piece, depth int) {
	p.write(k.tag())
	n := len(k.kids)
	switch {
	case n == 0:
		p.write("/>")
		return
	case k.verbatim():
		p.write(">" + k.raw)
	case k.kids[n-1].breaks():
		p.write(">")
		p.flow(k.kids[:n-1], depth+1, noMargin)
		p.line(depth, false)
	default:
		p.write(">")
		p.flow(k.kids, depth+1, noMargin)
	}
	p.write("</" + k.name + ">")
}

// line begins a line, after a blank one if blank is set.
func (p *printer) line(depth int, blank bool) {
	if len(p.b) > 0 {
		p.write("\n")
	}
	if blank {
		p.write("\n")
	}
	p.spaces(depth * indentBy)
}

// indent writes the part of the indentation after k that exceeds the margin.
func (p *printer) indent(k *piece, margin int) {
	if margin != noMargin && k.breaks() {
		p.spaces(indentation(k.raw) - margin)
	}
}

func (p *printer) spaces(n int) { p.write(strings.Repeat(" ", n)) }

func (p *printer) write(s string) { p.b = append(p.b, s...) }
