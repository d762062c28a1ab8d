package voicetest

import "github.com/twvoice/twvoice/pkg/voicesim"

// moment is a point at which the call stops until the test has said what comes next. Between two of them only the call's
// goroutine runs, and at one of them only the test's, so that they share everything without a lock.
type moment struct {
	voicesim.Moment
	dialled *voicesim.Call // the application dials this phone, nil where the caller is asked for a move
}

// answer is what the test says: a move of the caller, or how a phone behaves.
type answer struct {
	move  voicesim.Move
	moves bool
	phone voicesim.Phone
}

// person is the caller of a test.
type person struct{ call *Call }

// Move asks the test.
func (p person) Move(now voicesim.Moment) (voicesim.Move, bool) {
	p.call.moments <- moment{Moment: now}
	a := <-p.call.answers
	return a.move, a.moves
}

// dialled asks the test how a phone behaves that the application dials.
func (c *Call) dialled(call voicesim.Call) voicesim.Phone {
	c.moments <- moment{dialled: &call}
	return (<-c.answers).phone
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
		return false
	}
}

// waits says whether the call does nothing more before the caller has. What the caller did last may still be taken in: keys
// whose number is not known, words that may go on. It is over when the application has done something about it.
func (c *Call) waits() bool {
	ear := c.now.Ear
	return c.stopped && c.now.dialled == nil && (ear.Keys || ear.Speech) && !ear.Prompting && !ear.Talking && c.record.done() > c.acted
}

// idle is the answer of a caller who does nothing, and of a phone that nobody has described.
func (c *Call) idle() answer { return answer{phone: voicesim.Stranger()} }

// leave ends a call that the test has left, as a caller does who hangs up, and waits for its goroutine.
func (c *Call) leave() {
	for c.next(answer{move: voicesim.Move{Event: voicesim.HungUp{}}, moves: true, phone: voicesim.Stranger()}) {
	}
	if !c.t.Failed() {
		c.check()
	}
}
