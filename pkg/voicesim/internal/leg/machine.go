// Package leg runs one leg of a call: a [Machine] that executes a TwiML document. It has a file for
// each verb.
package leg

import (
	"fmt"
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/loop"
)

// Machine is one leg of a call: a caller, or a phone that the application dialed. The zero value has not begun. It is not
// safe for concurrent use.
//
// It does no I/O, reads no clock, draws no random number and starts no goroutine: the same events at the same times always
// give the same actions. Waits and requests have numbers, and a verb that no longer needs one ignores its number, so that
// nothing must be canceled when a key stops a prompt. Events between legs pass through a [bridge.Switch].
type Machine struct {
	call   event.Call
	status event.Status
	now    time.Duration // time of the current step
	since  time.Duration // time of the answer
	limit  time.Duration // set by the REST API, 0 for none

	main  frame  // the document that the call runs
	aside *frame // document that a verb of main plays to a waiting caller

	last      int                 // number of the last Wait or Fetch
	serial    int                 // number of SIDs drawn
	sequence  int                 // number of status callbacks sent
	callbacks map[int]event.Fetch // pending requests whose answers change nothing
	later     map[int]func(*Machine)
	sessions  []*session // opened by Start and not stopped yet
	fallen    bool       // the fallback was requested
	loop      loop.Guard
	waits     loop.Guard   // for the documents played aside
	met       bool         // the leg that dialed it knows that it is ready
	away      bool         // it no longer belongs to the leg that dialed it
	taping    event.Taping // the recording of the Dial that dialed it
	verdict   url.Values   // result of machine detection, if the call waited for it
	ended     bool

	out []event.Action
}

// activity is a verb that takes time. It gets every event that may concern it, until it has ended.
type activity interface {
	on(m *Machine, ev event.Event) (over bool)
}

// Status returns the call's status.
func (m *Machine) Status() event.Status { return m.status }

// Call returns the call as it began, with the changes by the REST API. It must not be changed.
func (m *Machine) Call() *event.Call { return &m.call }

// Sid returns the call's Sid.
func (m *Machine) Sid() string { return m.call.Sid }

// Away reports whether the leg no longer belongs to the leg that dialed it.
func (m *Machine) Away() bool { return m.away }

// Over reports whether the call has ended. After that it takes only the answers to its last
// requests.
func (m *Machine) Over() bool { return m.ended }

// Step handles one event, at a time that counts from the beginning of the first call, and returns
// the leg's actions in order. Time never runs backward. An event of an unknown type is a bug and
// panics.
func (m *Machine) Step(at time.Duration, ev event.Event) []event.Action {
	m.out, m.now = nil, at
	if m.ended {
		m.epilogue(ev)
		return m.out
	}
	m.handle(ev)
	m.advance()
	return m.out
}

// handle handles events from outside the call.
func (m *Machine) handle(ev event.Event) {
	switch ev := ev.(type) {
	case event.Rang:
		m.begin(ev.Call)
	case event.Rings:
		m.rings()
	case event.PickedUp:
		m.pickedUp(ev)
	case event.Refused:
		if m.call.Outgoing() && m.status.Unanswered() {
			m.end(ev.Status, event.Person)
		}
	case event.Fetched:
		m.fetched(ev)
	case event.Elapsed:
		m.elapsed(ev)
	case event.Pressed:
		m.input(ev, m.Listening().Keys, string(rune(ev.Key)))
	case event.Spoke:
		m.spoken(ev)
	case event.HungUp:
		m.hungUp()
	case event.Expired:
		m.expired(ev)
	case Stalled:
		m.stalled()
	case event.Transferred:
		m.do(PassOn(ev))
	case event.Updated:
		m.updated(ev)
	case UnknownLeg:
		m.unknownLeg(ev)
	case event.SocketOpened, event.SocketFailed, event.SocketReceived, event.SocketClosed, event.SocketHung, event.Fault:
		m.socket(ev)
	case event.StartRecording:
		m.startRecording(ev.Tape)
	case event.UpdateRecording:
		m.updateRecording(ev)
	default:
		m.handleFromLegs(ev)
	}
}

// handleFromLegs handles events from other legs.
func (m *Machine) handleFromLegs(ev event.Event) {
	switch ev := ev.(type) {
	case Dropped:
		m.dropped(ev)
	case StatusCallback:
		m.notify(ev.Purpose, ev.Hook, ev.Params)
	case Taped:
		m.do(ev.Record)
	case event.Heard:
		m.overhear(sound{outbound, event.Spoke{Text: ev.Text, Confidence: 1}})
		m.resetLoopGuards()
		m.give(&m.main, ev)
	case event.Bridged, event.Started, Found: // another party has arrived, or called
		m.resetLoopGuards()
		m.give(&m.main, ev)
	case event.EndConference:
		m.do(Conclude{})
	case LegReady, LegAnswered, event.LegEnded, Referred, Unbridged, event.Joined, Declined, Beeped, event.Closed, event.Waiting, Moved, event.Dequeued, NoQueue, event.UpdateParticipant:
		m.give(&m.main, ev)
	default:
		panic(fmt.Sprintf("voicesim: unknown event %T", ev))
	}
}

// epilogue handles answers to requests that were pending when the call ended.
func (m *Machine) epilogue(ev event.Event) {
	switch ev := ev.(type) {
	case event.Fetched:
		m.addNotes(ev)
		m.reported(ev)
	case StatusCallback:
		m.notify(ev.Purpose, ev.Hook, ev.Params)
	case Taped:
		m.do(ev.Record)
	case event.Updated:
		m.updated(ev)
	case event.SocketOpened:
		m.socket(ev)
	case UnknownLeg:
		m.unknownLeg(ev)
	}
}

func (m *Machine) begin(call event.Call) {
	m.call = call
	if call.Outgoing() {
		m.dialed()
		return
	}
	m.become(event.Ringing)
	m.open(nil)
}

// open starts with the first document of a call, which is requested unless the call contains it.
func (m *Machine) open(params url.Values) {
	if m.call.URL == "" && m.call.Document != nil {
		m.load(event.Fetched{Document: m.call.Document})
		return
	}
	m.ask(event.Fetch{Purpose: event.PurposeVoice, Method: m.call.Method, URL: m.call.URL, Params: params})
}

func (m *Machine) hungUp() {
	if m.status.Unanswered() {
		m.end(event.NoAnswer, event.Person) // Choice: the Call resource names an unanswered inbound call no-answer
		return
	}
	m.end(event.Completed, event.Person)
}

// answer answers an incoming call, if it still rings.
func (m *Machine) answer() {
	if m.status == event.Ringing {
		m.become(event.InProgress)
		m.since = m.now
		m.do(event.Answer{})
		m.progress("answered")
		if m.call.Recording != nil {
			m.startRecording(*m.call.Recording)
		}
	}
}

func (m *Machine) become(next event.Status) {
	if !next.Follows(m.status) {
		panic(fmt.Sprintf("voicesim: a call cannot go from %q to %q", m.status, next))
	}
	m.status = next
}

func (m *Machine) do(a event.Action) { m.out = append(m.out, a) }

func (m *Machine) warn(w event.Warn) {
	if page := m.page(); w.URL == "" && page.url != nil {
		w.URL = page.url.Redacted()
	}
	m.do(w)
}
