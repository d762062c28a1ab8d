package report

import (
	"strings"
	"unicode"
)

// Harmless replaces characters that would end the line or control the terminal: an application can send any text.
func Harmless(text string) string {
	return strings.Join(strings.FieldsFunc(text, commands), " ")
}

// commands reports whether r controls a terminal or changes the direction of text.
func commands(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }

// harmlessly does the same for a line of a document and keeps its indentation.
func harmlessly(line string) string {
	return Harmless(strings.ReplaceAll(strings.TrimRight(line, "\r"), "\t", "  "))
}
