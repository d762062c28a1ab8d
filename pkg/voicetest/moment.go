package voicetest

import (
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// moment is a point at which the call stops until the test has said what comes next. Between two of them only the call's
// goroutine runs, and at one of them only the test's, so that they share everything without a lock.
type moment struct {
	dialled *event.Call // the application dials this phone; nil where somebody is asked for a move
}

// answer is what the test says: how a phone behaves. What people do is told by order.
type answer struct{ phone voicesim.Phone }

// person is somebody who holds a phone.
type person struct{ party *party }

// Act stops the call, for the test to have somebody do something.
func (p person) Act(now voicesim.Turn) (voicesim.Input, bool) {
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

// dialled asks the test how a phone behaves that the application dials.
func (c *Call) dialled(call event.Call) voicesim.Phone {
	c.moments <- moment{dialled: &call}
	a := <-c.answers
	if !a.phone.Later {
		delete(c.record.dialling, call.Sid)
	}
	return a.phone
}

// observe takes in what happened.
func (c *Call) observe(e event.Entry) {
	c.at = e.At
	c.record.observe(e)
}

// steer is what the test wants to happen.
func (c *Call) steer() []voicesim.Update {
	told := c.steered
	c.steered = nil
	return told
}

// order has something happen to a leg; without an event, whoever is there is asked again then.
func (c *Call) order(sid string, at time.Duration, ev event.Event) {
	c.steered = append(c.steered, voicesim.Update{At: at, Leg: sid, Event: ev})
}

// next lets the call go on, with an answer to the moment that it stopped at, and stops it at the next one; false once it is over.
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

// idle is the answer for a phone that nobody has described.
func (c *Call) idle() answer {
	if c.now.dialled != nil && c.now.dialled.Sid == c.sid { // of an outbound call: the steps say how long
		return answer{phone: voicesim.Phone{After: time.Second}}
	}
	return answer{phone: voicesim.DefaultPhone()}
}

// leave ends a call that the test has left, as a caller does who hangs up, and waits for its goroutine.
func (c *Call) leave() {
	for {
		if !c.leg.over {
			c.order(c.sid, c.at, event.HungUp{})
		}
		if !c.next(c.idle()) {
			break
		}
	}
	if !c.t.Failed() {
		c.check()
	}
}
