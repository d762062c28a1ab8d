package transcript

import (
	"strings"
	"unicode"
)

// Paint colors text for a terminal. Each method returns the text in its color, and adds nothing
// else.
type Paint interface {
	Bold(string) string
	Dim(string) string
	Red(string) string
	Yellow(string) string
	Cyan(string) string
}

// Plain is a [Paint] without colors.
type Plain struct{}

// Bold returns s unchanged.
func (Plain) Bold(s string) string { return s }

// Dim returns s unchanged.
func (Plain) Dim(s string) string { return s }

// Red returns s unchanged.
func (Plain) Red(s string) string { return s }

// Yellow returns s unchanged.
func (Plain) Yellow(s string) string { return s }

// Cyan returns s unchanged.
func (Plain) Cyan(s string) string { return s }

// harmless returns text without characters that would end the line, control the terminal or change
// the direction of text.
func harmless(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }), " ")
}
