package voicetest

import (
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
)

// Behaviour is something that whoever holds a dialled phone does.
type Behaviour func(*phone)

type phone struct {
	voicesim.Phone
	name   string
	lines  []voicesim.Line
	script *voicesim.Script
}

// After is how long a phone rings before something happens. The default is a second.
func After(ringing time.Duration) Behaviour { return func(p *phone) { p.After = ringing } }

// Presses has whoever answers press keys when they are asked for: in the document that is played before the two are connected.
func Presses(keys string) Behaviour {
	return func(p *phone) { p.lines = append(p.lines, voicesim.Line{Press: keys}) }
}

// Talks has whoever answers say something once the two are connected.
func Talks(words string) Behaviour {
	return func(p *phone) { p.lines = append(p.lines, voicesim.Line{Talk: words}) }
}

// HangsUpAfter is how long whoever answers stays on the line. The default is until the call is over.
func HangsUpAfter(length time.Duration) Behaviour {
	return func(p *phone) { p.HangUpAfter = length }
}

// Transfers has whoever answers pass the call on, so long after the two were connected (SIP's REFER).
func Transfers(to string, after time.Duration) Behaviour {
	return func(p *phone) { p.TransferTo, p.TransferAfter = to, after }
}

// Machine has an answering machine take the call.
func Machine() Behaviour { return func(p *phone) { p.Machine = true } }

// Answers lets the call go on until the application dials, and has that phone answer. It fails when the application dials
// somebody else, or nobody. to is what To would be: +15105550100, client:ann, sip:ann@example.com.
func (c *Call) Answers(to string, behaves ...Behaviour) {
	c.t.Helper()
	c.pick(to, "", behaves)
}

// Rejects is Answers for a phone that does not answer: busy, no-answer or failed.
func (c *Call) Rejects(to, status string, behaves ...Behaviour) {
	c.t.Helper()
	switch voicesim.Status(status) {
	case voicesim.Busy, voicesim.NoAnswer, voicesim.Failed:
	default:
		c.t.Fatalf("voicetest: a phone cannot be %q: use busy, no-answer or failed", status)
	}
	c.pick(to, voicesim.Status(status), behaves)
}

func (c *Call) pick(to string, refuses voicesim.Status, behaves []Behaviour) {
	c.t.Helper()
	p := behaving(c.t, behaves, voicesim.Stranger().HangUpAfter)
	p.Refuses, p.name, to = refuses, to, number(to)
	c.phones = append(c.phones, p)
	for !c.stopped || c.now.dialled == nil {
		if c.waits() {
			c.fail("want the application to dial %s, but it waits for the caller", to)
		}
		if !c.next(c.idle()) {
			c.fail("want the application to dial %s, but the call is over", to)
		}
	}
	if got := c.now.dialled.To; got != to {
		c.fail("the application dials %s, want %s", got, to)
	}
	c.next(answer{phone: p.Phone})
}

// behaving is a phone whose holder does all this.
func behaving(t testing.TB, behaves []Behaviour, hangUpAfter time.Duration) *phone {
	t.Helper()
	p := &phone{Phone: voicesim.Phone{After: time.Second, HangUpAfter: hangUpAfter}}
	for _, b := range behaves {
		b(p)
	}
	script, err := voicesim.NewScript(p.lines...)
	if err != nil {
		t.Fatalf("voicetest: %v", err)
	}
	p.Caller, p.script = script, script
	return p
}
