package leg

import (
	"fmt"
	"slices"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Verb describes how one TwiML verb is simulated.
type Verb struct {
	Name string
	// Answers reports whether the verb answers an incoming call that still rings
	// (https://www.twilio.com/docs/voice/twiml#twilio-request).
	Answers bool
	// start begins the verb and returns the activity that takes time; after nil, the next verb
	// begins immediately.
	start func(*Machine, *twiml.Element) activity
}

// Simulated reports whether the verb is simulated; one that is not gives a warning with its
// position.
func (v Verb) Simulated() bool { return v.start != nil }

// Verbs returns all verbs of voice TwiML. The names are those of [twiml.Lookup].
func Verbs() []Verb {
	table := verbs()
	return table[:]
}

// verbs returns the table as an array, so that a lookup does not allocate.
func verbs() [20]Verb {
	return [...]Verb{
		{Name: "Connect", Answers: true, start: startConnect},
		{Name: "Dial", start: startDial}, // it answers when the other side does
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
		return nil // the reason is reported already
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

// skip reports a verb of Twilio's that is not simulated, and continues after it.
func (m *Machine) skip(el *twiml.Element) {
	m.warn(event.Warn{
		Level: alert.Warning, Pos: el.Pos,
		Message: fmt.Sprintf("<%s> is not simulated: the call continues with the next verb", el.Name),
	})
}

// findings returns the errors of a document that Twilio's debugger would show. Settings of a <ConversationRelay> that
// contradict each other are reported by its session, which they end.
func findings(doc *twiml.Document, o lint.Options) []lint.Finding {
	return slices.DeleteFunc(lint.Check(doc, o), func(f lint.Finding) bool { return f.Code == "" || f.Rule == "relay-settings" })
}

// judge reports the findings in a verb that is about to run, and returns the first one that
// prevents it.
func (m *Machine) judge(verb *twiml.Element) *event.Problem {
	var fatal *event.Problem
	for _, found := range m.page().take(verb) {
		if fatal == nil && isFatal(verb, found) {
			fatal = &event.Problem{Code: found.Code, Message: found.Message, Pos: found.Pos} // failed reports it
			continue
		}
		m.tell(found)
	}
	return fatal
}

// take removes from the frame the findings in one verb, or with nil those outside of verbs, and
// returns them.
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

// isFatal reports whether a finding prevents a verb from running, so that the call needs its
// fallback: the verb is not allowed in its place, or its target is not a valid URL. Every other
// finding is only reported: an invalid value is replaced by its default, and what concerns only
// something that the verb opens or requests is left to the verb.
func isFatal(verb *twiml.Element, found lint.Finding) bool {
	switch found.Rule {
	case "restricted-document":
		return found.Code == "13201" || found.Code == "13238" // other elements that are not allowed are skipped
	case "url":
		return verb.Name == "Redirect" || found.Pos == verb.AttrPos("action")
	case "relative-url": // 15004, about an action, is reported; the call fails when it is requested
		return verb.Name == "Redirect" || found.Pos == verb.Pos
	}
	return false
}
