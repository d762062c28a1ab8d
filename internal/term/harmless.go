package term

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// commands reports whether a character would command a terminal instead of being shown: controls, and those that turn the
// direction of text around, so that what follows reads as something else (U+202E and its like).
func commands(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }

// OneLine is a text without characters that would end the line, begin a cell, or, in a name that somebody
// chose, command the terminal.
func OneLine(text string) string {
	if !strings.ContainsFunc(text, commands) {
		return text
	}
	return strings.Join(strings.FieldsFunc(text, commands), " ")
}

// Lines is a text of several lines without what would command a terminal.
func Lines(text string) string {
	return strings.Map(func(r rune) rune {
		if commands(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}

// terminal is a terminal that gets JSON, CSV or what a --jq makes: such characters are written as JSON escapes them, and nothing
// is lost. Each Write must have whole characters.
type terminal struct{ to io.Writer }

func (t terminal) Write(p []byte) (int, error) {
	text := string(p)
	if !strings.ContainsFunc(text, escaped) {
		return t.to.Write(p)
	}
	var b strings.Builder
	for _, r := range text {
		if escaped(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	if _, err := io.WriteString(t.to, b.String()); err != nil {
		return 0, err
	}
	return len(p), nil
}

func escaped(r rune) bool { return commands(r) && r != '\n' && r != '\t' && r != '\r' }

// raw is where the program's own formats go: a terminal is protected from what is in them.
func (o Output) raw() io.Writer {
	if o.Terminal {
		return terminal{o.To}
	}
	return o.To
}
