package term

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// commands reports whether r controls a terminal: control characters, and those that change the direction of text, such
// as U+202E, which disguise what follows.
func commands(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }

// OneLine returns text without characters that end the line, start a table cell or control the terminal. Names chosen by
// users can contain them.
func OneLine(text string) string {
	if !strings.ContainsFunc(text, commands) {
		return text
	}
	return strings.Join(strings.FieldsFunc(text, commands), " ")
}

// Lines does the same for text of several lines.
func Lines(text string) string {
	return strings.Map(func(r rune) rune {
		if commands(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}

// terminal writes JSON, CSV and the results of --jq to a terminal. It writes control characters as JSON escapes, so
// nothing is lost. Each Write must end with a complete character.
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

// raw returns the writer for machine formats. If it is a terminal, control characters are escaped.
func (o Output) raw() io.Writer {
	if o.Terminal {
		return terminal{o.To}
	}
	return o.To
}
