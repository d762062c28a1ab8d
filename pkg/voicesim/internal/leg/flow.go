package leg

import (
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// startRedirect runs <Redirect>: another document replaces the rest of this one. It does not answer
// (https://www.twilio.com/docs/voice/twiml/redirect).
func startRedirect(m *Machine, el *twiml.Element) activity {
	m.ask(event.Fetch{Purpose: event.PurposeRedirect, Method: read(el).method(), URL: el.Text()})
	return nil
}

// startHangup runs <Hangup>. As the first verb it answers the call and ends it
// (https://www.twilio.com/docs/voice/twiml/hangup).
func startHangup(m *Machine, _ *twiml.Element) activity {
	m.end(event.Completed, event.App)
	return nil
}

// startReject runs <Reject>: the call is neither answered nor billed
// (https://www.twilio.com/docs/voice/twiml/reject). Choice: on an answered call it hangs up.
func startReject(m *Machine, el *twiml.Element) activity {
	switch reason := read(el).or("reason", "rejected"); {
	case m.status != event.Ringing:
		m.end(event.Completed, event.App)
	case reason == "busy":
		m.end(event.Busy, event.App)
	default:
		m.end(event.NoAnswer, event.App)
	}
	return nil
}

// startLeave runs <Leave>: the caller leaves the queue, and the call continues after the Enqueue
// (https://www.twilio.com/docs/voice/twiml/leave). Outside of a wait document it does nothing, and
// reports that.
func startLeave(m *Machine, el *twiml.Element) activity {
	e, ok := m.main.running.(*enqueue)
	if !ok || m.aside == nil {
		m.warn(event.Warn{Level: alert.Warning, Message: "<Leave> has no effect outside of a queue's wait document", Pos: el.Pos})
		return nil
	}
	m.do(event.LeaveQueue{})
	m.main.running = nil
	e.finish(m, "leave")
	return nil
}

// startPause runs <Pause>. If the call has not been answered, it rings during the pause
// (https://www.twilio.com/docs/voice/twiml/pause).
func startPause(m *Machine, el *twiml.Element) activity {
	length := read(el).seconds("length", 1)
	m.do(event.Pause{Length: length, Pos: el.Pos})
	return m.pause(length)
}

// pause returns an activity that only takes time.
func (m *Machine) pause(length time.Duration) activity { return idle{m.wait(length)} }

// idle ends when its wait does.
type idle struct{ id int }

func (i idle) on(_ *Machine, ev event.Event) bool { return ev == event.Event(event.Elapsed{ID: i.id}) }

// silence lasts until something else ends it.
type silence struct{}

func (silence) on(*Machine, event.Event) bool { return false }

// echo is <Echo>: callers hear themselves, as in a line test. Choice: no page of Twilio's describes
// it; it lasts until the caller hangs up.
type echo struct {
	back activity // what is being repeated
}

func startEcho(m *Machine, el *twiml.Element) activity {
	m.do(event.Note{Text: "<Echo>: the caller hears their own words until they hang up", Pos: el.Pos})
	return &echo{}
}

func (e *echo) listens(*Machine) event.Listening {
	return event.Listening{Keys: true, Speech: true, Prompting: e.back != nil}
}

func (e *echo) on(m *Machine, ev event.Event) bool {
	if spoke, ok := ev.(event.Spoke); ok {
		e.back = m.speak(event.Say{Text: spoke.Text, Loop: 1})
		return false
	}
	if e.back != nil && e.back.on(m, ev) {
		e.back = nil
	}
	return false
}
