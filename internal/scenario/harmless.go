package scenario

import (
	"strings"
	"unicode"
)

// harmless is a text without characters that would end the line or command the terminal: applications send what they like.
func harmless(text string) string {
	return strings.Join(strings.FieldsFunc(text, commands), " ")
}

// commands reports whether a character would command a terminal, or turn the direction of text around.
func commands(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }

// harmlessly is the same for a line of a document, which keeps its indentation.
func harmlessly(line string) string {
	return harmless(strings.ReplaceAll(strings.TrimRight(line, "\r"), "\t", "  "))
}
