package conversationrelay

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// Options describe a session. Its zero value has no greeting, and input that interrupts nothing.
type Options struct {
	Setup      Setup
	Attributes Attributes
	Invalid    error     // why Twilio ends the session at its beginning: the error of [ParseAttributes]; may be nil
	Pace       float64   // speed of all voices, in characters per second; 0 is 15
	Began      time.Time // wall-clock time of the session's time 0, for [Info]
}

// Session is one conversation, from Twilio's side. The host tells it what happens ([Session.Open],
// [Session.Receive], [Session.Speak], …), and performs the actions that each of these returns, in
// their order. All times count from a moment that the host chooses; an earlier time than the last one
// counts as the last one. [Session.Next] says when [Session.Advance] is due.
//
// Make one with [NewSession]. It is not safe for concurrent use. After [Finished] it does nothing.
type Session struct {
	options Options
	a       Attributes
	state   state
	now     time.Duration
	out     []Action

	voice   voice
	caller  caller
	link    link
	metrics recorder

	opened    time.Duration // time of the first Open
	active    time.Duration // time of the last message, sound or input
	malformed int           // consecutive messages that could not be used
	unknown   map[string]bool
	unclosed  bool   // an open talk cycle was reported
	owed      string // what the application has not answered, or ""
	failedTTS bool   // the failover has been used
	handoff   *End   // received, and waits for the last words
}

// state is the state of the WebSocket, and of the session.
type state int

const (
	connecting state = iota
	live
	ending // the application ended the session, and the agent finishes speaking
	lost   // the WebSocket is to be opened again
	over
)

// NewSession returns a session whose WebSocket is not open yet.
func NewSession(o Options) *Session {
	o.Pace = cmp.Or(o.Pace, 15)
	return &Session{options: o, a: o.Attributes, unknown: map[string]bool{}}
}

// step moves the time to at, lets everything happen that was due before, then runs do, and returns
// all actions.
func (s *Session) step(at time.Duration, do func()) []Action {
	s.out = nil
	for s.state != over {
		due, planned := s.Next()
		if !planned || due > at {
			break
		}
		s.now = max(s.now, due)
		s.fire()
	}
	s.now = max(s.now, at)
	if s.state != over && do != nil {
		do()
	}
	return s.out
}

// Advance lets everything happen that is due until at.
func (s *Session) Advance(at time.Duration) []Action { return s.step(at, nil) }

// Open says that the WebSocket is open: for the first time, or again after [Connect].
func (s *Session) Open(at time.Duration) []Action {
	return s.step(at, func() {
		switch s.state {
		case connecting:
			s.state, s.opened, s.active = live, s.now, s.now
			s.metrics.open(s.now)
			s.send(s.options.Setup)
			if s.options.Invalid != nil {
				s.refuse()
				return
			}
			s.greet()
		case lost:
			s.reopen()
		}
	})
}

// Fail says that the WebSocket could not be opened, with a code of Twilio's debugger.
func (s *Session) Fail(at time.Duration, code, message string) []Action {
	return s.step(at, func() {
		switch s.state {
		case connecting:
			s.finish(Finished{Status: "failed", ErrorCode: code, ErrorMessage: message})
		case lost:
			s.retry(message)
		}
	})
}

// Next returns when [Session.Advance] is due. planned is false if only the application or the caller
// can make something happen.
func (s *Session) Next() (at time.Duration, planned bool) {
	if s.state == over || s.state == connecting {
		return 0, false
	}
	earliest := func(t time.Duration, ok bool) {
		if ok && (!planned || t < at) {
			at, planned = t, true
		}
	}
	earliest(s.voice.due())
	earliest(s.caller.due())
	earliest(s.link.due())
	earliest(s.greetingDue())
	earliest(s.neverLastDue())
	return max(at, s.now), planned // what became due while the WebSocket was lost is due now
}

// fire does what is due now.
func (s *Session) fire() {
	if at, ok := s.link.due(); ok && at <= s.now {
		s.link.retryAt, s.link.waiting = 0, false
		s.do(Connect{Attempt: s.link.attempts})
		return
	}
	if at, ok := s.voice.due(); ok && at <= s.now {
		s.soundEnded()
		return
	}
	if at, ok := s.caller.due(); ok && at <= s.now {
		s.callerSpoke()
		return
	}
	if at, ok := s.greetingDue(); ok && at <= s.now {
		s.voice.waited = true
		return
	}
	if at, ok := s.neverLastDue(); ok && at <= s.now {
		s.neverLast()
	}
}

func (s *Session) do(a Action) { s.out = append(s.out, a) }

// send sends a message, or stores it until the WebSocket is open again.
func (s *Session) send(m Message) {
	if s.state == lost {
		s.link.store(m)
		return
	}
	s.do(Send{m})
}

// info sends an [Info] with the time, which its subscribers get.
func (s *Session) info(name, value string, subscribed bool) {
	if !subscribed {
		return
	}
	m := Info{Name: name, Value: value}
	if strings.HasSuffix(name, "Speaking") {
		m.TS = s.options.Began.Add(s.now).UnixMilli()
	}
	s.send(m)
}

// refuse ends a session whose attributes contradict each other.
func (s *Session) refuse() {
	message := s.options.Invalid.Error()
	s.send(ErrorMessage{Description: message})
	s.do(Close{Code: 1000, Reason: closingReason})
	s.finish(Finished{Status: "failed", ErrorCode: "64101", ErrorMessage: message})
}

// Finished reports whether the session has ended.
func (s *Session) Finished() bool { return s.state == over }

// AgentSpeaks reports whether the agent speaks, or has begun a talk cycle that it has not closed.
func (s *Session) AgentSpeaks() bool { return s.voice.busy() }

// Sounding reports whether the agent or the caller is speaking at this moment: the application does
// not need to do anything for the conversation to go on.
func (s *Session) Sounding() bool {
	return s.voice.sounding() || s.caller.speaking() || s.state == connecting
}

// Quiet reports whether a caller who waits for a turn can speak: the agent has finished and answered,
// or has not spoken for a second after the beginning. Choice: callers wait a second for a greeting.
func (s *Session) Quiet() bool {
	return s.state == live && !s.AgentSpeaks() && !s.caller.speaking() && s.owed == "" && (s.voice.waited || s.voice.cycles > 0)
}

// Attributes returns the settings, with the changes that the application made.
func (s *Session) Attributes() Attributes { return s.a }

// Idle returns since when neither side has sent or said anything, and what the application has not done. owes is "" if
// it is the caller's turn. idle is false while someone speaks.
func (s *Session) Idle() (since time.Duration, owes string, idle bool) {
	switch {
	case s.state == connecting || s.state == over || s.Sounding():
		return s.now, "", false
	case s.voice.open != nil:
		return s.active, `the talk cycle is not closed: the last token needs "last":true`, true
	case s.owed != "":
		return s.active, fmt.Sprintf("the application has not answered %s", s.owed), true
	case s.voice.cycles == 0:
		return s.active, "the application has not said anything", true
	}
	return s.active, "", true
}

// greetingDue returns when callers stop waiting for a greeting.
func (s *Session) greetingDue() (time.Duration, bool) {
	return s.opened + time.Second, s.state == live && s.voice.cycles == 0 && !s.voice.waited
}
