package capture

import (
	"strconv"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// Document returns the answer as TwiML. It returns false if the answer is not TwiML, or if Twilio would not use it.
func (r Request) Document() (*twiml.Document, bool) {
	if r.Purpose.IsNotification() {
		return nil, false
	}
	doc, err := twiml.Parse(asUTF8(r.Answer))
	return doc, err == nil
}

// asUTF8 marks a document as UTF-8, regardless of its declaration.
func asUTF8(text string) []byte { return []byte("\uFEFF" + text) }

// Input returns the caller's input in the request, in one line: presses 1.
func (r Request) Input() string {
	switch {
	case r.Params.Get("SpeechResult") != "":
		return "says " + strconv.Quote(r.Params.Get("SpeechResult"))
	case r.Params.Get("Digits") != "":
		return "presses " + r.Params.Get("Digits")
	}
	return ""
}
