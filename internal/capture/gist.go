package capture

import (
	"strconv"

	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// Hears is what a caller hears of the answer, and what the answer does, in one line; "" where it is no document.
func (r Request) Hears() string {
	doc, err := twiml.Parse([]byte(r.Answer))
	if err != nil || r.Purpose.Told() {
		return ""
	}
	return transcript.Gist(doc)
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
