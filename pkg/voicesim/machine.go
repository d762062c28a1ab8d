package voicesim

import (
	"fmt"
	"net/url"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
)

// Machine is one call. The zero value is a call that has not begun; it is for one goroutine.
//
// It does no I/O, reads no clock, draws no random number and starts no goroutine: the same events give the same actions,
// always. Waits and requests carry numbers, and moving on makes an open one stale, so that a key pressed in the middle of
// a prompt needs nothing cancelled.
type Machine struct {
	call   Call
	status Status

	page    page     // the document that runs
	running activity // the verb that runs, nil between verbs
	last    int      // the last number given to a Wait or a Fetch
	waiting int      // the wait that counts, 0 for none
	asked   Fetch    // the request for a document that is under way; ID 0 for none
	loop    loopGuard
	ended   bool

	out []Action
}

// page is a document on its way from the first verb to the last.
type page struct {
	url   *url.URL // nil where relative URLs have nothing to begin at
	verbs []*twiml.Element
}

// activity is a verb that takes time. It gets every event until it is over.
type activity interface {
	on(m *Machine, ev Event) (over bool)
}

// listener is an activity that takes input from the caller.
type listener interface {
	listens() Ear
}

// Ear says what a call listens for at this moment. The zero Ear is deaf.
type Ear struct {
	Keys   bool
	Speech bool
	// Prompting says that something is still being said; whoever presses a key now interrupts it.
	Prompting bool
}

// Ear is what the call listens for.
func (m *Machine) Ear() Ear {
	if l, ok := m.running.(listener); ok && !m.ended {
		return l.listens()
	}
	return Ear{}
}

// Status is the call's status.
func (m *Machine) Status() Status { return m.status }

// Over reports whether the call has ended; it takes no more events.
func (m *Machine) Over() bool { return m.ended }

// Step takes one event and returns what the call does about it. The actions are in the order in which they happen.
// An event of an unknown type is a bug and panics.
func (m *Machine) Step(ev Event) []Action {
	m.out = nil
	if m.ended {
		return nil
	}
	switch ev := ev.(type) {
	case Rang:
		m.begin(ev.Call)
	case Fetched:
		m.fetched(ev)
	case Elapsed:
		if ev.ID == m.waiting {
			m.pass(ev)
		}
	case Pressed:
		m.input(ev, m.Ear().Keys, string(rune(ev.Key)))
	case Spoke:
		m.input(ev, m.Ear().Speech, ev.Text)
	case HungUp:
		m.hungUp()
	case Expired:
		m.warn(Warn{Code: "32015", Level: alert.Error, Message: fmt.Sprintf("the call reached its limit of %s and was ended", ev.Limit)})
		m.end(Completed, Twilio)
	default:
		panic(fmt.Sprintf("voicesim: unknown event %T", ev))
	}
	m.advance()
	return m.out
}

func (m *Machine) begin(call Call) {
	m.call = call
	m.become(Ringing)
	m.ask(Fetch{Purpose: PurposeVoice, Method: call.Method, URL: call.URL})
}

// advance runs verbs until one takes time, a document is on its way, or the call is over.
func (m *Machine) advance() {
	for m.running == nil && m.asked.ID == 0 && !m.ended {
		if len(m.page.verbs) == 0 {
			m.end(Completed, App) // the end of a document hangs up
			return
		}
		verb := m.page.verbs[0]
		m.page.verbs = m.page.verbs[1:]
		m.running = m.start(verb)
	}
}

// pass gives an event to the verb that runs.
func (m *Machine) pass(ev Event) {
	if m.running != nil && m.running.on(m, ev) {
		m.running = nil
	}
}

func (m *Machine) input(ev Event, heard bool, text string) {
	if !heard {
		m.do(Unheard{Input: text})
		return
	}
	m.loop.reset() // the caller did something new
	m.pass(ev)
}

func (m *Machine) hungUp() {
	if m.status == Ringing {
		m.end(NoAnswer, Person) // Choice: the Call resource calls an inbound call that was never answered no-answer
		return
	}
	m.end(Completed, Person)
}

// answer takes the call, if it still rings.
func (m *Machine) answer() {
	if m.status == Ringing {
		m.become(InProgress)
		m.do(Answer{})
	}
}

func (m *Machine) become(next Status) {
	if !next.Follows(m.status) {
		panic(fmt.Sprintf("voicesim: a call cannot go from %q to %q", m.status, next))
	}
	m.status = next
}

func (m *Machine) end(status Status, by Party) {
	m.become(status)
	m.ended = true
	m.running, m.asked, m.page = nil, Fetch{}, page{}
	m.do(End{Status: status, By: by})
}

// wait makes every earlier wait stale, and asks for a new one.
func (m *Machine) wait(w Wait) {
	w.ID = m.next()
	m.waiting = w.ID
	m.do(w)
}

func (m *Machine) next() int {
	m.last++
	return m.last
}

func (m *Machine) do(a Action) { m.out = append(m.out, a) }

func (m *Machine) warn(w Warn) {
	if w.URL == "" && m.page.url != nil {
		w.URL = m.page.url.Redacted()
	}
	m.do(w)
}
