package leg

import (
	"fmt"
	"net/url"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/twiml/lint"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// enqueue is <Enqueue>: a place in a queue, with a document or music, until an agent takes the
// caller (https://www.twilio.com/docs/voice/twiml/enqueue). Choice: <Leave> works in the wait
// document, and does nothing elsewhere.
type enqueue struct {
	set   settings
	next  followUp
	queue string // Sid of the queue, "" before the leg is in it
	since time.Duration
	place Moved
	by    string // the agent who has taken the caller
	talks bool
	left  time.Duration
}

// startEnqueue runs <Enqueue>.
func startEnqueue(m *Machine, el *twiml.Element) activity {
	set := read(el)
	e := &enqueue{set: set, next: set.action(m), since: m.now}
	m.waits.Reset()
	name := el.Text()
	if workflow := set.or("workflowSid", ""); workflow != "" {
		name = workflow
		m.do(event.Note{Text: "TaskRouter is not simulated: workflow " + workflow + " is treated as a queue, which only a <Dial><Queue> of that name empties", Pos: el.Pos})
	}
	if name == "" || utf8.RuneCountInString(name) > 64 { // 14204 and 14205 are reported already
		e.finish(m, "error")
		return nil
	}
	m.do(Enqueue{Name: name, Most: set.whole("maxQueueSize", 1000)})
	return e
}

func (e *enqueue) listens(*Machine) event.Listening { return event.Listening{Talking: e.talks} }

func (e *enqueue) on(m *Machine, ev event.Event) bool {
	switch ev := ev.(type) {
	case Moved:
		if e.by == "" { // otherwise an agent has taken the caller in the meantime
			e.place = ev
			e.hold(m)
		}
	case event.Waiting:
		if ev.Sid == "" {
			m.warn(event.Warn{Code: "14207", Level: level("14207"), Message: fmt.Sprintf("the queue %q is full", ev.Name), Pos: e.set.el.Pos})
			return e.finish(m, "queue-full")
		}
		e.queue, e.since = ev.Sid, m.now
	case event.Dequeued:
		e.dequeued(m, ev)
	case event.Bridged:
		e.talks, m.aside = true, nil
	case Unbridged:
		switch {
		case e.by == "" || ev.From != e.by: // the partner of an earlier verb
			return false
		case e.talks:
			return e.finish(m, "bridged")
		}
		return e.finish(m, "error") // Choice: the agent left before the two were connected
	case event.Spoke:
		m.do(Talk{Text: ev.Text})
	case event.Pressed:
		m.do(Talk{Keys: string(rune(ev.Key))})
	}
	return false
}

// hold plays the wait document. It repeats when it ends, each time with the current place in the
// queue.
func (e *enqueue) hold(m *Machine) {
	m.hold(frame{place: lint.QueueWait, keeper: e}, e.set, event.Fetch{Method: e.set.or("waitUrlMethod", ""), Params: e.facts(m)})
}

// facts returns the parameters of the wait document.
func (e *enqueue) facts(m *Machine) url.Values {
	return url.Values{
		"QueueSid": {e.queue}, "QueueTime": {Whole(m.now - e.since)}, "QueuePosition": {strconv.Itoa(e.place.Position)},
		"CurrentQueueSize": {strconv.Itoa(e.place.Size)}, "MaxQueueSize": {strconv.Itoa(e.place.Most)}, "AvgQueueTime": {Whole(m.now - e.place.Since)},
	}
}

// exhausted plays the wait document again, or connects the caller after the document of the agent's
// queue.
func (e *enqueue) exhausted(m *Machine) {
	if e.by != "" {
		m.aside.running = silence{}
		m.do(Ready{})
		return
	}
	m.aside.running = silence{}
	m.do(AskPlace{})
}

// looped continues the wait in silence. A caller who has been taken is not connected.
func (e *enqueue) looped(m *Machine) {
	if e.by != "" {
		e.failed(m, event.Problem{})
		return
	}
	m.aside.running = silence{}
}

// failed leaves the queue with an error
// (https://www.twilio.com/docs/voice/twiml/enqueue#attributes-action).
func (e *enqueue) failed(m *Machine, _ event.Problem) {
	m.do(event.LeaveQueue{})
	m.main.running = nil
	e.finish(m, "error")
}

// dequeued plays the document of the agent's <Queue url> to the caller, and connects the two.
func (e *enqueue) dequeued(m *Machine, ev event.Dequeued) {
	e.by, e.left = ev.By, m.now
	m.waits.Reset()
	m.aside = &frame{place: lint.QueueWhisper, keeper: e}
	if ev.Announce.URL == "" {
		m.aside.running = silence{}
		m.do(Ready{})
		return
	}
	m.ask(event.Fetch{Purpose: event.PurposeWhisper, Method: ev.Announce.Method, URL: ev.Announce.URL, Params: url.Values{
		"QueueSid": {e.queue}, "QueueTime": {Whole(m.now - e.since)}, "DequeingCallSid": {ev.By},
	}})
}

// finish leaves the queue and continues after the Enqueue.
func (e *enqueue) finish(m *Machine, result string) bool {
	return m.settle(e.next, e.outcome(m, result))
}

func (e *enqueue) outcome(m *Machine, result string) url.Values {
	params := url.Values{"QueueResult": {result}}
	if e.queue != "" {
		left := m.now
		if e.by != "" {
			left = e.left
		}
		params.Set("QueueSid", e.queue)
		params.Set("QueueTime", Whole(left-e.since))
	}
	return params
}

// leave reports to the application why the caller no longer waits.
func (e *enqueue) leave(m *Machine, why leaveReason) {
	m.do(event.LeaveQueue{Away: why == redirected})
	result := "hangup"
	switch {
	case why == redirected && e.talks:
		result = "redirected-from-bridged"
	case why == redirected:
		result = "redirected"
	case e.talks:
		result = "bridged"
	}
	m.report(e.next, e.outcome(m, result))
}
