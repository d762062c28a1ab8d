package twiml

import (
	"bytes"
	"strings"
)

// comment writes a comment or similar. The lines of a comment move together.
func (p *printer) comment(k *piece) {
	first, rest, several := strings.Cut(k.raw, "\n")
	if !several || !strings.HasPrefix(k.raw, "<!--") {
		p.write(k.raw)
		return
	}
	lines := strings.Split(rest, "\n")
	margin := lineIndentation(p.src[:k.off])
	for _, line := range lines {
		if strings.Trim(line, space) != "" {
			margin = min(margin, lineIndentation(line))
		}
	}
	base := lineIndentation(string(p.b[bytes.LastIndexByte(p.b, '\n')+1:]))
	p.write(strings.TrimRight(first, space))
	for _, line := range lines {
		p.write("\n")
		if text := strings.Trim(line, space); text != "" {
			p.spaces(base + lineIndentation(line) - margin)
			p.write(text)
		}
	}
}

// lineIndentation returns the indentation of the last line of s.
func lineIndentation(s string) int {
	line := s[strings.LastIndexByte(s, '\n')+1:]
	return indentation(line[:len(line)-len(strings.TrimLeft(line, space))])
}
