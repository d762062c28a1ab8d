package leg

import (
	"fmt"
	"slices"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Verb says how one verb of TwiML is simulated.
type Verb struct {
	Name string
	// Answers says that the verb takes an incoming call that still rings
	// (https://www.twilio.com/docs/voice/twiml#twilio-request).
	Answers bool
	// start begins the verb and returns what takes time about it; nil means the next verb begins at once.
	start func(*Machine, *twiml.Element) activity
}

// Simulated reports whether the verb runs; one that does not is a warning with its position.
func (v Verb) Simulated() bool { return v.start != nil }

// Verbs is the table of all verbs of voice TwiML, one row a verb. Its names are those of [twiml.Lookup].
func Verbs() []Verb {
	table := verbs()
	return table[:]
}

// verbs is the table as an array, so that a verb can be looked up without anything being allocated.
func verbs() [20]Verb {
	return [...]Verb{
		{Name: "Connect", Answers: true, start: startConnect},
		{Name: "Dial", start: startDial}, // it answers, unless it waits for the other side to
		{Name: "Echo", Answers: true, start: startEcho},
		{Name: "Enqueue", Answers: true, start: startEnqueue},
		{Name: "Gather", Answers: true, start: startGather},
		{Name: "Hangup", Answers: true, start: startHangup},
		{Name: "Leave", start: startLeave},
		{Name: "Pause", start: startPause},
		{Name: "Pay", Answers: true, start: startPay},
		{Name: "Play", Answers: true, start: startPlay},
		{Name: "Prompt", Answers: true},
		{Name: "Queue", Answers: true},
		{Name: "Record", Answers: true, start: startRecord},
		{Name: "Redirect", start: startRedirect},
		{Name: "Refer", Answers: true, start: startRefer},
		{Name: "Reject", start: startReject},
		{Name: "Say", Answers: true, start: startSay},
		{Name: "Sms", start: startSms},
		{Name: "Start", Answers: true, start: startStart},
		{Name: "Stop", start: startStop},
	}
}

// start runs one verb of the document.
func (m *Machine) start(el *twiml.Element) activity {
	if fatal := m.judge(el); fatal != nil {
		m.failed(event.Fetch{}, *fatal)
		return nil
	}
	verb, ok := verbNamed(el.Name)
	if !ok || !lint.Allowed(m.page().place, el.Name) {
		return nil // the judge has told why
	}
	if !verb.Simulated() {
		m.skip(el)
		return nil
	}
	if verb.Answers {
		m.answer()
	}
	return verb.start(m, el)
}

func verbNamed(name string) (v Verb, ok bool) {
	for _, v := range verbs() {
		if v.Name == name {
			return v, true
		}
	}
	return Verb{}, false
}

// skip says that a verb of Twilio's is not simulated, and goes on behind it.
func (m *Machine) skip(el *twiml.Element) {
	m.warn(event.Warn{
		Level: alert.Warning, Pos: el.Pos,
		Message: fmt.Sprintf("<%s> is not simulated: the call continues with the next verb", el.Name),
	})
}

// findings are the mistakes of a document that Twilio's debugger would show.
func findings(doc *twiml.Document, o lint.Options) []lint.Finding {
	return slices.DeleteFunc(lint.Check(doc, o), func(f lint.Finding) bool { return f.Code == "" })
}

// judge tells the findings that lie in a verb which is about to run, and returns the first one that keeps it from running.
func (m *Machine) judge(verb *twiml.Element) *event.Problem {
	var fatal *event.Problem
	for _, found := range m.page().take(verb) {
		if fatal == nil && mortal(verb, found) {
			fatal = &event.Problem{Code: found.Code, Message: found.Message, Pos: found.Pos} // told by failed
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
	m.warn(event.Warn{Code: found.Code, Level: found.Level, Message: found.Message, Pos: found.Pos})
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
