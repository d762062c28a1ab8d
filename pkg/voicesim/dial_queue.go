package voicesim

import (
	"net/url"
	"time"
)

// summoning is <Dial><Queue>: an agent who takes the first caller of a queue, and waits for one
// (https://www.twilio.com/docs/voice/twiml/queue).
type summoning struct {
	set    settings
	next   followUp
	star   bool
	timer  int // of the timeout, then of the timeLimit
	other  string
	talks  bool
	talked time.Duration
	tape   *recording
}

func startSummon(m *Machine, set, noun settings) activity {
	s := &summoning{set: set, next: set.action(m), star: set.is("hangupOnStar", false)}
	announce := Hook{Method: noun.method()}
	if ref := noun.or("url", ""); ref != "" {
		announce.URL = m.resolve(ref)
	}
	s.timer = m.wait(set.seconds("timeout", 30))
	m.do(Summon{Name: noun.el.Text(), Announce: announce})
	return s
}

func (s *summoning) listens(*Machine) Ear { return Ear{Keys: s.star && s.talks, Talking: s.talks} }

func (s *summoning) on(m *Machine, ev Event) bool {
	switch ev := ev.(type) {
	case Parted:
		// Choice: no document says what dialling a queue that was never made reports.
		return m.settle(s.next, url.Values{"DialCallStatus": {string(Failed)}, "QueueResult": {"error"}})
	case LegAnswered:
		s.other, s.timer = ev.Sid, 0
	case LegReady:
		s.connect(m, ev.Sid)
	case LegEnded, Unbridged:
		m.do(StepOut{})
		return s.finish(m, Completed)
	case Elapsed:
		if ev.ID == s.timer {
			return s.timedOut(m)
		}
	case Pressed:
		if ev.Key == '*' && s.star {
			m.do(StepOut{})
			return s.finish(m, Completed)
		}
		m.do(Talk{Keys: string(rune(ev.Key))})
	case Spoke:
		m.do(Talk{Text: ev.Text})
	}
	return false
}

func (s *summoning) connect(m *Machine, sid string) {
	m.do(Bridge{Sid: sid})
	s.talks, s.talked = true, m.now
	s.timer = m.wait(s.set.seconds("timeLimit", 14400))
	if record := s.set.or("record", "do-not-record"); record != "do-not-record" && record != "false" {
		s.tape = m.tape(s.set, "DialVerb")
	}
}

func (s *summoning) timedOut(m *Machine) bool {
	m.do(StepOut{})
	if s.talks {
		return s.finish(m, Completed)
	}
	return s.finish(m, NoAnswer)
}

func (s *summoning) finish(m *Machine, status Status) bool {
	return m.settle(s.next, s.outcome(m, status))
}

func (s *summoning) outcome(m *Machine, status Status) url.Values {
	params := url.Values{"DialCallStatus": {string(status)}, "DialBridged": {"false"}}
	if s.talks {
		params.Set("DialBridged", "true")
		params.Set("DialCallDuration", whole(m.now-s.talked))
	}
	if s.other != "" {
		params.Set("DialCallSid", s.other)
	}
	if s.tape != nil {
		s.tape.stop(m, "")
		s.tape.describe(m, params)
	}
	return params
}

func (s *summoning) leave(m *Machine, why departure) {
	m.do(StepOut{})
	status := Canceled
	if s.talks {
		status = Completed
	}
	params := s.outcome(m, status)
	if why == gone {
		m.report(s.next, params)
	}
}
