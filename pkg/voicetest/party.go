package voicetest

import (
	"fmt"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// party is a person with a phone: the caller, or the callee of a dialed phone.
type party struct {
	call   *Call
	sid    string
	name   string           // in messages
	leg    *leg             // what has happened to it
	script *voicesim.Script // actions without a step; may be nil

	received int      // number of messages of the application that the steps have consumed
	met      int      // number of heard things that the steps have consumed
	rest     *string  // unconsumed rest of the thing at met; nil for all of it
	acted    int      // what the application had done at this party's last action
	refuses  []string // texts that must not be heard before the next expected one

	impatient bool          // hangs up automatically, ten seconds after the answer or the last step
	until     time.Duration // time of that hangup; 0 if it is not known yet
	busy      bool          // a step of this party is running
	bored     bool          // it has hung up automatically
}

// leaves reports whether a party without further steps hangs up now.
func (p *party) leaves(now voicesim.Turn) bool {
	if !p.impatient {
		return false
	}
	if _, ok := now.Event.(event.PickedUp); ok {
		p.stay()
	}
	if p.until == 0 || now.At < p.until {
		return false
	}
	if p.busy {
		p.stay()
		return false
	}
	p.impatient, p.bored = false, true
	return true
}

// stay delays the automatic hangup until ten seconds from now.
func (p *party) stay() {
	p.until = p.call.at + voicesim.DefaultPhone().HangUpAfter
	p.call.schedule(p.sid, p.until, nil)
}

// begins begins a step, and returns the function that ends it.
func (p *party) begins() (ends func()) {
	p.busy = true
	return func() {
		p.busy = false
		if p.until != 0 && p.impatient {
			p.stay()
		}
	}
}

// waits reports whether the call waits for this party's input. An agent behind a WebSocket may always
// say more; the call ends if it does not. The last input may still be in
// progress: keys of unknown number, speech that may continue. That ends when the application
// reacts.
func (p *party) waits() bool {
	ear := p.leg.ear
	return !p.leg.over && (ear.Keys || ear.Speech) && !ear.Prompting && !ear.Talking && !ear.Agent && p.leg.done() > p.acted
}

// next continues the call. It returns false when the call or this leg has ended.
func (p *party) next() bool { return !p.leg.over && p.call.next(p.call.defaultAnswer()) }

// listen continues the call until it is ready for a step.
func (p *party) listen(what string, ready func(event.Listening) bool) {
	p.call.t.Helper()
	for p.leg.over || !p.leg.begun || !ready(p.leg.ear) {
		if !p.next() {
			p.call.fail("want %s to %s, but %s and never waited for it", p.name, what, p.gone())
		}
	}
}

// gone returns why nothing more is heard.
func (p *party) gone() string {
	switch {
	case p.bored:
		return "that phone hung up ten seconds after its last step (use voicetest.HangsUpAfter to keep it on the line)"
	case p == &p.call.party || p.call.over:
		return "the call has ended"
	}
	return "that phone has hung up"
}

// do orders an event at a time, and continues the call until it has happened.
func (p *party) do(at time.Duration, ev event.Event) {
	acts := p.leg.acts
	p.acted = p.leg.done()
	p.call.schedule(p.sid, at, ev)
	for p.leg.acts == acts && p.next() {
	}
}

// pass lets time pass. It returns false if the call ends first.
func (p *party) pass(until time.Duration) bool {
	p.call.schedule(p.sid, until, nil)
	for p.call.at < until {
		if !p.next() {
			return false
		}
	}
	return true
}

// heardLast returns the end of a failure message: what was heard last.
func (p *party) heardLast() string {
	for i := len(p.leg.heard) - 1; i >= 0; i-- {
		if h := p.leg.heard[i]; h.text != "" {
			return fmt.Sprintf("last %q", h.text)
		}
	}
	return "nothing"
}
