package twiml_test

import (
	"testing"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// F15: children that a program has left nil are left out, and do not panic.
func TestWriteLeavesOutNilChildren(t *testing.T) {
	t.Parallel()
	var noElement *twiml.Element
	var noText *twiml.Text
	doc := &twiml.Document{Root: &twiml.Element{Name: "Response", Children: []twiml.Node{noElement, nil, noText, &twiml.Element{Name: "Hangup"}}}}
	const want = `<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>`
	if got := string(twiml.Write(doc)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
