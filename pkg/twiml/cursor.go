package twiml

import (
	"strings"
	"unicode/utf8"
)

// cursor turns byte offsets that only grow into lines and columns, and so looks at each byte once.
type cursor struct{ off, line, col int }

func (c *cursor) to(src string, off int) Pos {
	passed := src[c.off:off]
	if i := strings.LastIndexByte(passed, '\n'); i >= 0 {
		c.line += strings.Count(passed, "\n")
		c.col = 1
		passed = passed[i+1:]
	}
	c.col += utf8.RuneCountInString(passed)
	c.off = off
	return Pos{Line: c.line, Col: c.col}
}

// pos is the place of an offset that is not before any asked for so far.
func (p *parser) pos(off int) Pos { return p.at.to(p.src, off) }

// where is the place of any offset, for errors: it counts from the start.
func (p *parser) where(off int) Pos {
	c := cursor{line: 1, col: 1}
	return c.to(p.src, off)
}
