package voicetest

import (
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// moment is a point at which the call stops until the test has said what comes next. Between two
// moments only the call's goroutine runs, and at a moment only the test's, so they share all state
// without a lock.
type moment struct {
	dialed *event.Call // the phone that the application dials; nil if a person is asked for an input
}

// answer is what the test replies: how a phone behaves. Inputs of people go through order.
type answer struct{ phone voicesim.Phone }

// phoneHolder is the holder of a phone.
type phoneHolder struct{ party *party }

// Act stops the call, so that the test can make the person do something.
func (p phoneHolder) Act(now voicesim.Turn) (voicesim.Input, bool) {
	who, c := p.party, p.party.call
	who.leg.ear, c.at = now.Listening, now.At
	if who.leaves(now) {
		return voicesim.Input{Event: event.HungUp{}}, true
	}
	if who.script != nil {
		if move, ok := who.script.Act(now); ok {
			return move, true
		}
	}
	c.moments <- moment{}
	<-c.answers
	return voicesim.Input{}, false
}

// dialed asks the test how a dialed phone behaves.
func (c *Call) dialed(call event.Call) voicesim.Phone {
	c.moments <- moment{dialed: &call}
	a := <-c.answers
	if !a.phone.Later {
		delete(c.record.dialing, call.Sid)
	}
	return a.phone
}

// observe records what happened.
func (c *Call) observe(e event.Entry) {
	c.at = e.At
	c.record.observe(e)
}

// steer returns the events that the test has ordered.
func (c *Call) steer() []voicesim.Update {
	told := c.steered
	c.steered = nil
	return told
}

// schedule schedules an event for a leg; without an event, the person gets another turn at that time.
func (c *Call) schedule(sid string, at time.Duration, ev event.Event) {
	c.steered = append(c.steered, voicesim.Update{At: at, Leg: sid, Event: ev})
}

// next continues the call, with an answer to the current moment, until the next moment. It returns
// false when the call has ended.
func (c *Call) next(a answer) bool {
	if c.over {
		return false
	}
	if c.stopped {
		c.stopped = false
		c.answers <- a
	}
	select {
	case c.now = <-c.moments:
		c.stopped = true
		return true
	case <-c.done:
		c.over = true
		c.record.call.End(c.result)
		return false
	}
}

// defaultAnswer returns the answer for a phone that no step has described.
func (c *Call) defaultAnswer() answer {
	if c.now.dialed != nil && c.now.dialed.Sid == c.sid { // of an outbound call: the steps define how long it rings
		return answer{phone: voicesim.Phone{After: time.Second}}
	}
	return answer{phone: voicesim.DefaultPhone()}
}

// leave ends a call that the test has abandoned, as a caller who hangs up, and waits for its
// goroutine.
func (c *Call) leave() {
	for {
		if !c.leg.over {
			c.schedule(c.sid, c.at, event.HungUp{})
		}
		if !c.next(c.defaultAnswer()) {
			break
		}
	}
	if !c.t.Failed() {
		c.check()
	}
}
