package voicetest

import (
	"fmt"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// party is somebody with a phone at the ear: the caller, or somebody whom the application has dialled.
type party struct {
	call   *Call
	sid    string
	name   string           // in messages
	leg    *leg             // what has happened to it
	script *voicesim.Script // what is done without a step; nil for nothing

	met     int      // what the steps have used up of what was heard
	rest    *string  // of the thing that was heard at met, what is left; nil for all of it
	acted   int      // what the application had done when this one did something last
	refuses []string // texts that are not to be heard before the next that is

	impatient bool          // hangs up by itself, ten seconds after the answer or the last step
	until     time.Duration // when; 0 where that is not known yet
	busy      bool          // a step of this one is running
	bored     bool          // it has hung up by itself
}

// leaves says whether somebody who has nothing more to do hangs up now.
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

// stay has somebody who would hang up stay for ten seconds from now.
func (p *party) stay() {
	p.until = p.call.at + voicesim.DefaultPhone().HangUpAfter
	p.call.order(p.sid, p.until, nil)
}

// begins begins a step, and returns what ends it.
func (p *party) begins() (ends func()) {
	p.busy = true
	return func() {
		p.busy = false
		if p.until != 0 && p.impatient {
			p.stay()
		}
	}
}

// waits says whether nothing more happens before this one has done something. What was done last may still be taken in: keys
// whose number is not known, words that may go on. It is over when the application has done something about it.
func (p *party) waits() bool {
	ear := p.leg.ear
	return !p.leg.over && (ear.Keys || ear.Speech) && !ear.Prompting && !ear.Talking && p.leg.done() > p.acted
}

// next lets the call go on; false once it is over, or this one is off the phone.
func (p *party) next() bool { return !p.leg.over && p.call.next(p.call.idle()) }

// listen lets the call go on until it is ready for a step.
func (p *party) listen(what string, ready func(event.Listening) bool) {
	p.call.t.Helper()
	for p.leg.over || !p.leg.begun || !ready(p.leg.ear) {
		if !p.next() {
			p.call.fail("want %s to %s, but %s and never waited for it", p.name, what, p.gone())
		}
	}
}

// gone says why nothing more is heard.
func (p *party) gone() string {
	switch {
	case p.bored:
		return "that phone hung up ten seconds after its last step (use voicetest.HangsUpAfter to keep it on the line)"
	case p == &p.call.party || p.call.over:
		return "the call has ended"
	}
	return "that phone has hung up"
}

// do has somebody do something at a time, and lets the call go on until it is done.
func (p *party) do(at time.Duration, ev event.Event) {
	acts := p.leg.acts
	p.acted = p.leg.done()
	p.call.order(p.sid, at, ev)
	for p.leg.acts == acts && p.next() {
	}
}

// pass lets time pass, and returns false if the call ends before.
func (p *party) pass(until time.Duration) bool {
	p.call.order(p.sid, until, nil)
	for p.call.at < until {
		if !p.next() {
			return false
		}
	}
	return true
}

// heardLast ends a sentence.
func (p *party) heardLast() string {
	for i := len(p.leg.heard) - 1; i >= 0; i-- {
		if h := p.leg.heard[i]; h.text != "" {
			return fmt.Sprintf("last %q", h.text)
		}
	}
	return "nothing"
}
