package leg

import (
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// dialQueue is <Dial><Queue>: an agent who takes the first caller of a queue, or waits for one
// (https://www.twilio.com/docs/voice/twiml/queue).
type dialQueue struct {
	set   settings
	next  followUp
	star  bool
	timer int // first of the timeout, then of the timeLimit
	other Found
	since time.Duration // time at which the two were connected
	talks bool
	tape  *recording
}

func startDialQueue(m *Machine, set, noun settings) activity {
	s := &dialQueue{set: set, next: set.action(m), star: set.is("hangupOnStar", false)}
	announce := event.Hook{Method: noun.method()}
	if address, ok := m.address(noun.or("url", "")); ok { // an invalid URL counts as missing
		announce.URL = address
	}
	if reservation := noun.or("reservationSid", ""); reservation != "" {
		m.do(event.Note{Text: "TaskRouter is not simulated: the first caller of the queue takes the place of reservation " + reservation, Pos: noun.el.Pos})
	}
	s.timer = m.wait(set.seconds("timeout", 30))
	m.do(DialQueue{Name: noun.el.Text(), Announce: announce})
	return s
}

func (s *dialQueue) listens(*Machine) event.Listening {
	return event.Listening{Keys: s.star && s.talks, Talking: s.talks}
}

func (s *dialQueue) on(m *Machine, ev event.Event) bool {
	switch ev := ev.(type) {
	case NoQueue:
		// Choice: no document says what dialing a queue that was never created reports.
		return m.settle(s.next, url.Values{"DialCallStatus": {string(event.Failed)}, "QueueResult": {"error"}})
	case Found:
		s.other, s.timer = ev, 0
	case LegReady:
		if ev.Sid == s.other.Sid {
			s.connect(m)
		}
	case event.LegEnded:
		if ev.Sid == s.other.Sid {
			return s.finish(m, event.Completed, ev.Away)
		}
	case event.Elapsed:
		if ev.ID == s.timer {
			return s.timedOut(m)
		}
	case event.Pressed:
		if ev.Key == '*' && s.star {
			return s.hangUp(m)
		}
		m.do(Talk{Keys: string(rune(ev.Key))})
	case event.Spoke:
		m.do(Talk{Text: ev.Text})
	}
	return false
}

func (s *dialQueue) connect(m *Machine) {
	m.do(Bridge{Sid: s.other.Sid})
	s.talks, s.since = true, m.now
	s.timer = m.wait(s.set.seconds("timeLimit", 14400))
	if wanted, _ := recorded(s.set); wanted {
		s.tape = m.tape(s.set, "DialVerb")
	}
}

func (s *dialQueue) timedOut(m *Machine) bool {
	if s.talks {
		return s.hangUp(m)
	}
	m.do(event.LeaveQueue{})
	return s.finish(m, event.NoAnswer, false)
}

// hangUp separates the agent from the caller, who continues after the Enqueue.
func (s *dialQueue) hangUp(m *Machine) bool {
	m.do(event.LeaveQueue{})
	return s.finish(m, event.Completed, false)
}

func (s *dialQueue) finish(m *Machine, status event.Status, away bool) bool {
	return m.settle(s.next, s.params(m, status, away))
}

// params returns the parameters of the action. Choice: those about the queue are the same as for
// Enqueue.
func (s *dialQueue) params(m *Machine, status event.Status, away bool) url.Values {
	params := url.Values{"DialCallStatus": {string(status)}, "DialBridged": {"false"}}
	if s.other.Sid != "" {
		params.Set("DialCallSid", s.other.Sid)
		params.Set("QueueSid", s.other.Queue)
		params.Set("QueueTime", Whole(s.other.Waited))
	}
	if s.talks {
		params.Set("DialBridged", "true")
		if !away {
			params.Set("DialCallDuration", Whole(m.now-s.since))
		}
	}
	if s.tape != nil {
		s.tape.stop(m, "")
		s.tape.describe(m, params)
	}
	return params
}

func (s *dialQueue) leave(m *Machine, why leaveReason) {
	m.do(event.LeaveQueue{Away: why == redirected})
	status := event.Canceled
	if s.talks {
		status = event.Completed
	}
	m.report(s.next, s.params(m, status, false))
}
