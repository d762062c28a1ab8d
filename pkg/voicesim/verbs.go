package voicesim

import (
	"fmt"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
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
		m.failed(Fetch{}, *fatal)
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
	m.warn(Warn{
		Level: alert.Warning, Pos: el.Pos,
		Message: fmt.Sprintf("<%s> is not simulated: the call goes on with the next verb", el.Name),
	})
}
