package voicesim

import (
	"slices"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
)

// findings are the mistakes of a document that Twilio's debugger would show.
func findings(doc *twiml.Document, o lint.Options) []lint.Finding {
	return slices.DeleteFunc(lint.Check(doc, o), func(f lint.Finding) bool { return f.Code == "" })
}

// judge tells the findings that lie in a verb which is about to run, and returns the first one that keeps it from running.
func (m *Machine) judge(verb *twiml.Element) *Problem {
	var fatal *Problem
	for _, found := range m.page().take(verb) {
		if fatal == nil && mortal(verb, found) {
			fatal = &Problem{Code: found.Code, Message: found.Message, Pos: found.Pos} // told by failed
			continue
		}
		m.tell(found)
	}
	return fatal
}

// take takes the findings out of the frame that lie in one verb, or with nil those that lie in none.
func (f *frame) take(verb *twiml.Element) []lint.Finding {
	var taken []lint.Finding
	f.findings = slices.DeleteFunc(f.findings, func(found lint.Finding) bool {
		mine := verb != nil && covers(verb, found.Pos) ||
			verb == nil && !slices.ContainsFunc(f.verbs, func(verb *twiml.Element) bool { return covers(verb, found.Pos) })
		if mine {
			taken = append(taken, found)
		}
		return mine
	})
	return taken
}

func covers(el *twiml.Element, pos twiml.Pos) bool { return !pos.Before(el.Pos) && pos.Before(el.End) }

func (m *Machine) tell(found lint.Finding) {
	m.warn(Warn{Code: found.Code, Level: found.Level, Message: found.Message, Pos: found.Pos})
}

// mortal says whether a verb cannot be run, and the call not go on without its fallback: it may not stand where it stands, or
// what it leads to is no URL. Everything else is told at its own level, and the call goes on: for a value that Twilio does not
// take, its default counts, and what concerns only something that the verb opens, or asks for, is for the verb.
func mortal(verb *twiml.Element, found lint.Finding) bool {
	switch found.Rule {
	case "restricted-document":
		return found.Code == "13201" || found.Code == "13238" // what else may not stand there is left out
	case "url":
		return verb.Name == "Redirect" || found.Pos == verb.AttrPos("action")
	case "relative-url": // 15004, of an action, is told; the call fails when it is asked
		return verb.Name == "Redirect" || found.Pos == verb.Pos
	}
	return false
}
