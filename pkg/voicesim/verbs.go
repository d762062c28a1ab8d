package voicesim

import (
	"fmt"
	"strings"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
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
	return []Verb{
		{Name: "Connect", Answers: true},
		{Name: "Dial", Answers: true},
		{Name: "Echo", Answers: true},
		{Name: "Enqueue", Answers: true},
		{Name: "Gather", Answers: true, start: startGather},
		{Name: "Hangup", Answers: true, start: startHangup},
		{Name: "Leave"},
		{Name: "Pause", start: startPause},
		{Name: "Pay", Answers: true},
		{Name: "Play", Answers: true, start: startPlay},
		{Name: "Prompt", Answers: true},
		{Name: "Queue", Answers: true},
		{Name: "Record", Answers: true},
		{Name: "Redirect", start: startRedirect},
		{Name: "Refer", Answers: true},
		{Name: "Reject", start: startReject},
		{Name: "Say", Answers: true, start: startSay},
		{Name: "Sms"},
		{Name: "Start", Answers: true},
		{Name: "Stop"},
	}
}

// start runs one verb of the document.
func (m *Machine) start(el *twiml.Element) activity {
	for _, verb := range Verbs() {
		if verb.Name != el.Name {
			continue
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
	m.warn(Warn{Code: "12200", Level: alert.Warning, Message: unknown(el.Name), Pos: el.Pos})
	return nil
}

// skip says that a verb of Twilio's is not simulated yet, and goes on behind it.
func (m *Machine) skip(el *twiml.Element) {
	m.warn(Warn{
		Level: alert.Warning, Pos: el.Pos,
		Message: fmt.Sprintf("<%s> is not simulated yet: the call goes on with the next verb", el.Name),
	})
}

// unknown words Twilio's schema warning, with the right spelling where only the case is wrong.
func unknown(name string) string {
	for _, verb := range Verbs() {
		if strings.EqualFold(verb.Name, name) {
			return fmt.Sprintf("<%s> is skipped: the verb is spelled <%s>", name, verb.Name)
		}
	}
	return fmt.Sprintf("<%s> is no voice verb and is skipped", name)
}
