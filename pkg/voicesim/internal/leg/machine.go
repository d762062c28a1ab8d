// Package leg is one leg of a call: a [Machine] that runs a TwiML document. It has a file for each verb.
package leg

import (
	"fmt"
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Machine is one leg of a call: a caller, or a phone that the application dialled. The zero value has not begun; it is for
// one goroutine.
//
// It does no I/O, reads no clock, draws no random number and starts no goroutine: the same events at the same times give the
// same actions, always. Waits and requests carry numbers, and whoever moves on forgets the number: that a key in the middle
// of a prompt stops it needs nothing cancelled. What other legs are told, and are told by others, goes through a [bridge.Switch].
type Machine struct {
	call   event.Call
	status event.Status
	now    time.Duration // of the step that is taken
	since  time.Duration // when it was answered
	limit  time.Duration // that the REST API has set, 0 for none

	main  frame  // the document that the call runs
	aside *frame // the document that a verb of main plays meanwhile, to somebody who waits

	last      int                 // the last number given to a Wait or a Fetch
	serial    int                 // the SIDs drawn so far
	sequence  int                 // the status callbacks sent so far
	callbacks map[int]event.Fetch // requests under way whose answers change nothing
	later     map[int]func(*Machine)
	sessions  []*session // what Start has opened, and nothing has stopped yet
	fallen    bool       // the fallback has been asked for
	loop      loopGuard
	waits     loopGuard    // of the documents that are played aside
	met       bool         // the leg that dialled it has been told that it is ready
	away      bool         // the leg that dialled it has nothing to do with it any more
	taping    event.Taping // the recording of the Dial that dialled it
	verdict   url.Values   // on who has answered, where that was waited for
	ended     bool

	out []event.Action
}

// activity is a verb that takes time. It gets every event that may concern it, until it is over.
type activity interface {
	on(m *Machine, ev event.Event) (over bool)
}

// Status is the call's status.
func (m *Machine) Status() event.Status { return m.status }

// Call is what was known of the call when it began, with what the REST API has changed since. It is nobody's to change.
func (m *Machine) Call() *event.Call { return &m.call }

// Sid is the call's.
func (m *Machine) Sid() string { return m.call.Sid }

// Away reports whether the leg that dialled it has nothing to do with it any more.
func (m *Machine) Away() bool { return m.away }

// Over reports whether the call has ended. It takes no more events but the answers to its last requests.
func (m *Machine) Over() bool { return m.ended }

// Step takes one event, at a time that counts from the beginning of the first call, and returns what the leg does about it,
// in the order in which it happens. Time never runs backwards. An event of an unknown type is a bug and panics.
func (m *Machine) Step(at time.Duration, ev event.Event) []event.Action {
	m.out, m.now = nil, at
	if m.ended {
		m.epilogue(ev)
		return m.out
	}
	m.happen(ev)
	m.advance()
	return m.out
}

// happen takes what comes from outside.
func (m *Machine) happen(ev event.Event) {
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
	case event.StartRecording:
		m.startRecording(ev.Tape)
	case event.UpdateRecording:
		m.updateRecording(ev)
	default:
		m.hear(ev)
	}
}

// hear takes what other legs tell.
func (m *Machine) hear(ev event.Event) {
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
	case event.Bridged, event.Started, Found: // somebody else has come, or called
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

// epilogue hears of what the call still asked for when it ended.
func (m *Machine) epilogue(ev event.Event) {
	switch ev := ev.(type) {
	case event.Fetched:
		m.remark(ev)
		m.reported(ev)
	case StatusCallback:
		m.notify(ev.Purpose, ev.Hook, ev.Params)
	case Taped:
		m.do(ev.Record)
	case event.Updated:
		m.updated(ev)
	case UnknownLeg:
		m.unknownLeg(ev)
	}
}

func (m *Machine) begin(call event.Call) {
	m.call = call
	if call.Outgoing() {
		m.dialled()
		return
	}
	m.become(event.Ringing)
	m.open(nil)
}

// open begins with the first document of a call, which is asked for unless it came with the call.
func (m *Machine) open(params url.Values) {
	if m.call.URL == "" && m.call.Document != nil {
		m.load(event.Fetched{Document: m.call.Document})
		return
	}
	m.ask(event.Fetch{Purpose: event.PurposeVoice, Method: m.call.Method, URL: m.call.URL, Params: params})
}

func (m *Machine) hungUp() {
	if m.status.Unanswered() {
		m.end(event.NoAnswer, event.Person) // Choice: the Call resource calls an inbound call that was never answered no-answer
		return
	}
	m.end(event.Completed, event.Person)
}

// answer takes a call that came in, if it still rings.
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
