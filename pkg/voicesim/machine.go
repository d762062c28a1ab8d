package voicesim

import (
	"fmt"
	"net/url"
	"time"
)

// Machine is one leg of a call: a caller, or a phone that the application dialled. The zero value has not begun; it is for
// one goroutine.
//
// It does no I/O, reads no clock, draws no random number and starts no goroutine: the same events at the same times give the
// same actions, always. Waits and requests carry numbers, and whoever moves on forgets the number: that a key in the middle
// of a prompt stops it needs nothing cancelled. What other legs are told, and are told by others, goes through a [Switch].
type Machine struct {
	call   Call
	status Status
	now    time.Duration // of the step that is taken
	since  time.Duration // when it was answered
	limit  time.Duration // that the REST API has set, 0 for none

	main  frame  // the document that the call runs
	aside *frame // the document that a verb of main plays meanwhile, to somebody who waits

	last      int           // the last number given to a Wait or a Fetch
	serial    int           // the SIDs drawn so far
	sequence  int           // the status callbacks sent so far
	callbacks map[int]Fetch // requests under way whose answers change nothing
	later     map[int]func(*Machine)
	sessions  []*session // what Start has opened, and nothing has stopped yet
	fallen    bool       // the fallback has been asked for
	loop      loopGuard
	waits     loopGuard  // of the documents that are played aside
	met       bool       // the leg that dialled it has been told that it is ready
	away      bool       // the leg that dialled it has nothing to do with it any more
	taping    Taping     // the recording of the Dial that dialled it
	verdict   url.Values // on who has answered, where that was waited for
	ended     bool

	out []Action
}

// activity is a verb that takes time. It gets every event that may concern it, until it is over.
type activity interface {
	on(m *Machine, ev Event) (over bool)
}

// leaver is an activity that has something left to do when it is cut short: a report to the application, a phone to stop.
// The status of the call is what it is afterwards. Nothing that leave asks for is answered with a document.
type leaver interface {
	leave(m *Machine, why departure)
}

// departure is why a verb was cut short.
type departure int

const (
	gone       departure = iota // the call is over
	redirected                  // it goes on elsewhere
)

// Status is the call's status.
func (m *Machine) Status() Status { return m.status }

// Over reports whether the call has ended. It takes no more events but the answers to its last requests.
func (m *Machine) Over() bool { return m.ended }

// Step takes one event, at a time that counts from the beginning of the first call, and returns what the leg does about it,
// in the order in which it happens. Time never runs backwards. An event of an unknown type is a bug and panics.
func (m *Machine) Step(at time.Duration, ev Event) []Action {
	m.out, m.now = nil, at
	if m.ended {
		m.epilogue(ev)
		return m.out
	}
	switch ev := ev.(type) {
	case Rang:
		m.begin(ev.Call)
	case Rings:
		m.rings()
	case PickedUp:
		m.pickedUp(ev)
	case Refused:
		m.end(ev.Status, Person)
	case Fetched:
		m.fetched(ev)
	case Elapsed:
		m.elapsed(ev)
	case Pressed:
		m.input(ev, m.Ear().Keys, string(rune(ev.Key)))
	case Spoke:
		m.spoken(ev)
	case HungUp:
		m.hungUp()
	case Expired:
		if m.limit == 0 {
			m.expire(ev.Limit)
		}
	case stalled:
		m.stalled()
	case Transferred:
		m.do(Refer{Target: ev.Target})
	case Updated:
		m.updated(ev)
	case astray:
		m.astray(ev)
	case Dropped:
		m.dropped(ev)
	case Tell:
		m.notify(ev.Purpose, ev.Hook, ev.Params)
	case Taped:
		m.do(ev.Record)
	case Heard:
		m.overhear(sound{outbound, Spoke{Text: ev.Text, Confidence: 1}})
		m.give(&m.main, ev)
	case LegReady, Bridged, Started, Found: // somebody else is on the line
		m.anew()
		m.give(&m.main, ev)
	case LegAnswered, LegEnded, Referred, Unbridged,
		Joined, Declined, Beeped, Closed,
		Waiting, Moved, Chosen, NoQueue:
		m.give(&m.main, ev)
	default:
		panic(fmt.Sprintf("voicesim: unknown event %T", ev))
	}
	m.advance()
	return m.out
}

// epilogue hears of what the call still asked for when it ended.
func (m *Machine) epilogue(ev Event) {
	switch ev := ev.(type) {
	case Fetched:
		m.reported(ev)
	case Tell:
		m.notify(ev.Purpose, ev.Hook, ev.Params)
	case Taped:
		m.do(ev.Record)
	case Updated:
		m.updated(ev)
	case astray:
		m.astray(ev)
	}
}

func (m *Machine) begin(call Call) {
	m.call = call
	if call.outgoing() {
		m.dialled()
		return
	}
	m.become(Ringing)
	m.open(nil)
}

// open begins with the first document of a call, which is asked for unless it came with the call.
func (m *Machine) open(params url.Values) {
	if m.call.URL == "" && m.call.Document != nil {
		m.load(Fetched{Document: m.call.Document})
		return
	}
	m.ask(Fetch{Purpose: PurposeVoice, Method: m.call.Method, URL: m.call.URL, Params: params})
}

func (m *Machine) hungUp() {
	if m.status.Unanswered() {
		m.end(NoAnswer, Person) // Choice: the Call resource calls an inbound call that was never answered no-answer
		return
	}
	m.end(Completed, Person)
}

// dropped ends a leg because another one has no more use for it.
func (m *Machine) dropped(ev Dropped) {
	if m.status.Unanswered() {
		m.end(ev.Status, App)
		return
	}
	m.end(Completed, App)
}

// answer takes a call that came in, if it still rings.
func (m *Machine) answer() {
	if m.status == Ringing {
		m.become(InProgress)
		m.since = m.now
		m.do(Answer{})
		m.progress("answered")
	}
}

func (m *Machine) become(next Status) {
	if !next.Follows(m.status) {
		panic(fmt.Sprintf("voicesim: a call cannot go from %q to %q", m.status, next))
	}
	m.status = next
}

// end is the end: the verb that ran has its last word, what was opened is closed, and the application is told.
func (m *Machine) end(status Status, by Party) {
	before := m.status
	m.become(status)
	m.cut(gone)
	m.stopAll()
	m.main, m.aside = frame{}, nil
	m.later = nil
	m.completed(before)
	m.ended = true
	m.do(End{Status: status, By: by, Duration: m.lasted(before)})
}

// cut ends the verb that runs.
func (m *Machine) cut(why departure) {
	running := m.main.running
	m.main.running, m.aside = nil, nil
	if l, ok := running.(leaver); ok {
		l.leave(m, why)
	}
}

// lasted is how long the call lasted, from answer to now; 0 where it was never answered.
func (m *Machine) lasted(status Status) time.Duration {
	if status != InProgress {
		return 0
	}
	return m.now - m.since
}

// wait asks for an Elapsed of the number that it returns.
func (m *Machine) wait(length time.Duration) int {
	id := m.next()
	m.do(Wait{ID: id, For: length})
	return id
}

// after does something when a time is over, whatever the call does then; not when it has ended.
func (m *Machine) after(length time.Duration, do func(*Machine)) {
	if m.later == nil {
		m.later = map[int]func(*Machine){}
	}
	m.later[m.wait(length)] = do
}

func (m *Machine) elapsed(ev Elapsed) {
	if do, ok := m.later[ev.ID]; ok {
		delete(m.later, ev.ID)
		do(m)
		return
	}
	m.pass(ev)
}

func (m *Machine) next() int {
	m.last++
	return m.last
}

func (m *Machine) do(a Action) { m.out = append(m.out, a) }

func (m *Machine) warn(w Warn) {
	if page := m.page(); w.URL == "" && page.url != nil {
		w.URL = page.url.Redacted()
	}
	m.do(w)
}
