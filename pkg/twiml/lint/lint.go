// Package lint judges what a well-formed TwiML document says: unknown words, wrong values, and what would not do what it
// looks like. Findings carry Twilio's own code and level where Twilio has one, the place, and the way to fix it.
//
// A mistake that Twilio's debugger would show has the level that it has there; what Twilio says nothing about, and is hardly
// what the author meant, is a [Notice]. Docs of every rule: docs/lint.md.
//
// The package refuses to fetch anything, to know an account, and to repair a document; whether a document is well-formed is
// for package twiml.
package lint

import (
	"fmt"
	"slices"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// Notice is the level of what Twilio runs without a word. It is the word of Twilio's monitor for less than a warning.
const Notice alert.Level = "notice"

// Finding is one thing to fix.
type Finding struct {
	Pos     twiml.Pos
	Code    string // Twilio's, "" for a [Notice]
	Level   alert.Level
	Rule    string // the name of a [Rule]
	Message string // what is wrong and how to fix it, in one line
}

// String is "4:7: message [12200 rule]".
func (f Finding) String() string {
	if f.Code == "" {
		return fmt.Sprintf("%s: %s [%s]", f.Pos, f.Message, f.Rule)
	}
	return fmt.Sprintf("%s: %s [%s %s]", f.Pos, f.Message, f.Code, f.Rule)
}

// Kind is what a document is meant to answer.
type Kind int

const (
	Auto Kind = iota // told from the verbs: see [twiml.Document.Kind]
	Voice
	Messaging
)

// Place is where in a call a document runs. In most places it may use some verbs only.
type Place int

const (
	Call           Place = iota
	Whisper              // the url of Number, Client and Sip: heard by the one who is called
	QueueWait            // the waitUrl of Enqueue
	QueueWhisper         // the url of Queue: heard by the one who waited
	ConferenceWait       // the waitUrl of Conference, and its hold and announce documents
)

// Options say what is known of a document beside its text. The zero value is the document of a webhook.
type Options struct {
	Kind  Kind
	Place Place
	// NoBase says that the document has no URL, as with the Twiml parameter of the REST API: nothing relative leads anywhere.
	NoBase bool
	// Size is how many bytes the document has, 0 where that is not known.
	Size int
	// Unknown is a word that stands for what is only known when the document is asked for, "" for none. A value or text with
	// the word in it is not judged.
	Unknown string
	// Rules are checked as well as those of this package.
	Rules []Rule
}

// Check returns what is wrong with doc, sorted by position. It may be called from several goroutines at once.
func Check(doc *twiml.Document, o Options) []Finding {
	if doc == nil || doc.Root == nil {
		return nil
	}
	p := &Pass{Options: o, kind: twiml.Voice}
	if o.Kind == Messaging || o.Kind == Auto && doc.Kind() == twiml.Messaging {
		p.kind = twiml.Messaging
	}
	p.walk(&Node{Element: doc.Root, Spec: twiml.Root(p.kind)})
	slices.SortStableFunc(p.found, func(a, b Finding) int {
		switch {
		case a.Pos.Before(b.Pos):
			return -1
		case b.Pos.Before(a.Pos):
			return 1
		}
		return 0
	})
	return p.found
}
