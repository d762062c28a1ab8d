package capture

import (
	"strconv"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// Hears is what a caller hears of the answer, and what the answer does, in one line; "" where it is no document.
func (r Request) Hears() string {
	doc, err := twiml.Parse([]byte(r.Answer))
	if err != nil || r.Purpose.Told() {
		return ""
	}
	var all []string
	for verb := range doc.Root.Elements() {
		all = append(all, gist(verb))
	}
	return strings.Join(all, " · ")
}

// Does is what the caller had done that the request tells of, in one line: presses 1.
func (r Request) Does() string {
	switch {
	case r.Params.Get("SpeechResult") != "":
		return "says " + strconv.Quote(r.Params.Get("SpeechResult"))
	case r.Params.Get("Digits") != "":
		return "presses " + r.Params.Get("Digits")
	}
	return ""
}

func gist(e *twiml.Element) string {
	if e.Name == "Say" {
		return strconv.Quote(e.Text())
	}
	parts := []string{e.Name}
	if text := e.Text(); text != "" {
		parts = append(parts, text)
	}
	var inner []string
	for child := range e.Elements() {
		inner = append(inner, gist(child))
	}
	if len(inner) > 0 {
		parts = append(parts, "("+strings.Join(inner, " ")+")")
	}
	return strings.Join(parts, " ")
}
