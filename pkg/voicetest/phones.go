package voicetest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Phone is a phone that the application has dialed and that was answered, with its callee. Its
// methods must be called on the goroutine of its test. The callee hangs up ten seconds after the
// answer, or after the last step of the Phone, unless [HangsUpAfter] sets another time.
type Phone struct{ *party }

// Behavior is something that the callee of a phone does without a step.
type Behavior func(*behavior)

type behavior struct {
	voicesim.Phone
	stays  bool // the test has set HangUpAfter
	rings  bool // the test has set After
	lines  []voicesim.Line
	script *voicesim.Script
}

// After sets how long a phone rings before something happens. The default is a second; a phone that
// is "no-answer" rings for as long as the application lets it.
func After(ringing time.Duration) Behavior {
	return func(b *behavior) { b.After, b.rings = ringing, true }
}

// Presses makes the callee press keys when the call listens for them, in the document before the
// two are connected.
func Presses(keys string) Behavior {
	return func(b *behavior) { b.lines = append(b.lines, voicesim.Line{Press: keys}) }
}

// Talks makes the callee say something after the two are connected.
func Talks(words string) Behavior {
	return func(b *behavior) { b.lines = append(b.lines, voicesim.Line{Talk: words}) }
}

// HangsUpAfter sets how long the callee stays on the line; 0 is until the end of the call.
func HangsUpAfter(length time.Duration) Behavior {
	return func(b *behavior) { b.HangUpAfter, b.stays = length, true }
}

// Transfers makes the callee transfer the call, at a time after the two were connected (SIP REFER).
func Transfers(to string, after time.Duration) Behavior {
	return func(b *behavior) { b.TransferTo, b.TransferAfter = to, after }
}

// Machine makes an answering machine take the call.
func Machine() Behavior { return func(b *behavior) { b.Machine = true } }

// Answers continues the call until the application dials this phone, and answers it. If several phones ring at the same
// time, each may be named, in any order. It fails if the application dials only other phones, or none. to is what To would
// be: +15105550100, client:ann, sip:ann@example.com.
//
//	p := call.Answers("+15105550100")
//	p.Hears("Press 1 to take the call")
//	p.Press("1")
func (c *Call) Answers(to string, behaves ...Behavior) *Phone {
	c.t.Helper()
	return c.pick(to, newBehavior(c.t, behaves))
}

// Rejects is like Answers for a phone that is not answered: busy, no-answer or failed.
func (c *Call) Rejects(to, status string, behaves ...Behavior) {
	c.t.Helper()
	b := newBehavior(c.t, behaves)
	switch b.Refuses = event.Status(status); b.Refuses {
	case event.Busy, event.NoAnswer, event.Failed:
	default:
		c.t.Fatalf("voicetest: a phone cannot be %q: use busy, no-answer or failed", status)
	}
	if b.Refuses == event.NoAnswer && !b.rings {
		b.After = 0 // until the application gives up, as in a scenario
	}
	c.pick(to, b)
}

func (c *Call) pick(to string, b *behavior) *Phone {
	c.t.Helper()
	to = number(to)
	for {
		switch {
		case c.stopped && c.now.dialed != nil && c.now.dialed.To == to:
			return c.described(*c.now.dialed, b)
		case c.stopped && c.now.dialed != nil && c.dials(to):
			c.next(answer{phone: voicesim.Phone{Later: true}}) // another step may describe this phone
			continue
		case c.stopped && c.now.dialed != nil:
			c.fail("the application dials %s, want %s", strings.Join(c.dialing(), " and "), to)
		case c.waits():
			c.fail("want the application to dial %s, but it waits for %s", to, c.name)
		}
		if !c.next(c.defaultAnswer()) {
			c.fail("want the application to dial %s, but the call has ended", to)
		}
	}
}

// dials reports whether a phone rings that no step has described.
func (c *Call) dials(to string) bool { return slices.Contains(c.dialing(), to) }

// dialing returns the phones that ring and that no step has described.
func (c *Call) dialing() []string {
	if len(c.record.dialing) == 0 { // the phone of an outbound call
		return []string{c.now.dialed.To}
	}
	return slices.Sorted(maps.Values(c.record.dialing))
}

// described sets how a phone behaves.
func (c *Call) described(call event.Call, b *behavior) *Phone {
	p := &Phone{&c.party}
	if call.Sid != c.sid {
		p.party = &party{call: c, sid: call.Sid, name: call.To, leg: c.record.leg(call.Sid), impatient: !b.stays && b.Refuses == ""}
		b.Caller = phoneHolder{p.party}
	}
	p.script = b.script
	c.phones = append(c.phones, p)
	c.next(answer{phone: b.Phone})
	return p
}

// newBehavior returns a phone with these behaviors.
func newBehavior(t testing.TB, behaves []Behavior) *behavior {
	t.Helper()
	b := &behavior{Phone: voicesim.Phone{After: time.Second}}
	for _, does := range behaves {
		does(b)
	}
	for _, line := range b.lines {
		if line == (voicesim.Line{}) {
			t.Fatal(`voicetest: Presses("") and Talks("") do nothing`)
		}
	}
	var err error
	if b.script, err = voicesim.NewScript(b.lines...); err != nil {
		t.Fatalf("voicetest: %v", err)
	}
	return b
}

// left fails the test if a phone had actions that nothing asked for.
func (c *Call) left() {
	c.t.Helper()
	for _, p := range c.phones {
		for _, left := range p.script.Left() {
			c.fail("%s did not use %s: the call never waited for it", p.name, fmt.Sprintf("%q", left.Press+left.Talk))
		}
	}
}
