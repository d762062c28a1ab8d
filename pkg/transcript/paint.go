package transcript

import (
	"strings"
	"unicode"
)

// Paint colours a line for a terminal. Each method returns the text with its colour and without anything else added.
type Paint interface {
	Bold(string) string
	Dim(string) string
	Red(string) string
	Yellow(string) string
	Cyan(string) string
}

// Plain is no colour at all.
type Plain struct{}

func (Plain) Bold(s string) string   { return s }
func (Plain) Dim(s string) string    { return s }
func (Plain) Red(s string) string    { return s }
func (Plain) Yellow(s string) string { return s }
func (Plain) Cyan(s string) string   { return s }

// harmless is a text without characters that would end the line or command the terminal or turn the direction of text around.
func harmless(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }), " ")
}
