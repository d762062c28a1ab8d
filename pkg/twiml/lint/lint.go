// Package lint reports problems in well-formed TwiML documents: unknown names, invalid values, and verbs that do not do
// what they seem to do. A finding has Twilio's code and level if Twilio has one, the position, and the fix.
//
// A problem that Twilio's debugger reports has the same level here. A problem that Twilio does not report, and that is
// hardly intended, is a [Notice]. docs/lint.md describes every rule.
//
// The package fetches nothing, knows no account, and does not change documents. Package twiml checks whether a document
// is well-formed.
package lint

import (
	"fmt"
	"slices"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// Notice is the level of problems that Twilio does not report. Twilio's monitor uses this word for less than a warning.
const Notice alert.Level = "notice"

// Finding is one problem of a document.
type Finding struct {
	Pos     twiml.Pos
	Code    string // Twilio's code, "" for a [Notice]
	Level   alert.Level
	Rule    string // the name of a [Rule]
	Message string // the problem and its fix, in one line
}

// String returns "4:7: message [12200 rule]".
func (f Finding) String() string {
	if f.Code == "" {
		return fmt.Sprintf("%s: %s [%s]", f.Pos, f.Message, f.Rule)
	}
	return fmt.Sprintf("%s: %s [%s %s]", f.Pos, f.Message, f.Code, f.Rule)
}

// Kind is what a document is meant to answer.
type Kind int

const (
	Auto Kind = iota // determined from the verbs: see [twiml.Document.Kind]
	Voice
	Messaging
)

// Place is where in a call a document runs. Most places allow only some verbs.
type Place int

const (
	Call           Place = iota
	Whisper              // the url of Number, Client and Sip: heard by the called party
	QueueWait            // the waitUrl of Enqueue
	QueueWhisper         // the url of Queue: heard by the party that waited
	ConferenceWait       // the waitUrl of Conference, and its hold and announce documents
)

// Options describe the context of a document. The zero value is that of a webhook.
type Options struct {
	Kind  Kind
	Place Place
	// NoBase means that the document has no URL, as with the Twiml parameter of the REST API, so relative URLs do not
	// work.
	NoBase bool
	// Size is the size of the document in bytes, 0 if unknown.
	Size int
	// Unknown is a placeholder for values known only when the document is requested, "" for none. Values and texts that
	// contain it are not checked.
	Unknown string
	// Rules are checked in addition to those of this package.
	Rules []Rule
}

// Check returns the problems of doc, sorted by position. It is safe for concurrent use.
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
