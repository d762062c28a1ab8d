package twiml

import (
	"strings"
	"unicode/utf8"
)

// cursor converts increasing byte offsets to lines and columns. It looks at each byte once.
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

// pos returns the position of an offset, which must not be smaller than in earlier calls.
func (p *parser) pos(off int) Pos { return p.at.to(p.src, off) }

// where returns the position of any offset. It counts from the start, so it is only used for errors.
func (p *parser) where(off int) Pos {
	c := cursor{line: 1, col: 1}
	return c.to(p.src, off)
}
