package conversationrelay

import (
	"strconv"
	"time"
)

// Turn is one input of the caller and the agent's answer to it. Durations that never came are
// negative.
type Turn struct {
	Said       string        // the caller's words, or a key
	Answer     time.Duration // from the end of the words to the agent's first sound
	FirstToken time.Duration // from the end of the words to the first token
	LastToken  time.Duration // from the end of the words to the token with last
	BargeIn    time.Duration // from the caller's first word to the agent's last sound, if it interrupted the agent
	TalkOver   time.Duration // how long both spoke; 0 if they did not
}

// Metrics are what was measured in a session. Durations that never came are negative
// (https://www.twilio.com/docs/voice/conversationrelay/conversation-relay-insights has some of the
// same names).
type Metrics struct {
	Greeting   time.Duration // from the open WebSocket to the agent's first sound
	Turns      []Turn
	DeadAir    time.Duration // the longest time in which neither spoke
	OpenCycles int           // talk cycles that were never closed
}

// missing is a duration that never came.
const missing = -1

// recorder measures a session.
type recorder struct {
	Metrics
	opened     time.Duration
	end        time.Duration // of the caller's last words
	spoke      time.Duration // time of the caller's first word in the current utterance
	cut        bool          // the current utterance interrupted the agent
	over       time.Duration // how long both spoke in the current utterance
	agent      bool
	agentSince time.Duration
	caller     bool
	quietSince time.Duration
	openCycles int
}

func (r *recorder) open(at time.Duration) {
	r.opened, r.quietSince = at, at
	r.Greeting = missing
}

func (r *recorder) quiet(at time.Duration) {
	if !r.agent && !r.caller {
		r.DeadAir = max(r.DeadAir, at-r.quietSince)
	}
}

// agentBegins returns the time since the end of the caller's words, if this is the answer to them.
func (r *recorder) agentBegins(at time.Duration) (answer time.Duration) {
	answer = missing
	r.quiet(at)
	if r.Greeting == missing && len(r.Turns) == 0 {
		r.Greeting = at - r.opened
	}
	if n := len(r.Turns); n > 0 && r.Turns[n-1].Answer == missing {
		answer = at - r.end
		r.Turns[n-1].Answer = answer
	}
	r.agent, r.agentSince = true, at
	return answer
}

func (r *recorder) agentStops(at time.Duration) {
	if r.agent && r.caller {
		r.over += at - max(r.agentSince, r.spoke)
	}
	r.agent = false
	if !r.caller {
		r.quietSince = at
	}
}

func (r *recorder) callerBegins(at time.Duration) {
	r.quiet(at)
	r.caller, r.spoke, r.cut, r.over = true, at, false, 0
}

// interrupted records that the agent was interrupted. Twilio does that when the caller begins to speak, so the agent is
// silent immediately.
func (r *recorder) interrupted() { r.cut = true }

func (r *recorder) callerStops(at time.Duration) {
	if r.agent {
		r.over += at - max(r.agentSince, r.spoke)
	}
	r.caller = false
	if !r.agent {
		r.quietSince = at
	}
}

// turn begins a turn, after the caller's words.
func (r *recorder) turn(said string, end time.Duration) {
	t := Turn{Said: said, Answer: missing, FirstToken: missing, LastToken: missing, BargeIn: missing, TalkOver: r.over}
	if r.cut {
		t.BargeIn = 0
	}
	r.Turns, r.end, r.cut, r.over = append(r.Turns, t), end, false, 0
}

// token records a message that answers the caller.
func (r *recorder) token(at time.Duration, last bool) {
	n := len(r.Turns)
	if n == 0 {
		return
	}
	t := &r.Turns[n-1]
	if t.FirstToken == missing {
		t.FirstToken = at - r.end
	}
	if last && t.LastToken == missing {
		t.LastToken = at - r.end
	}
}

func (r *recorder) sinceTurn(at time.Duration) string {
	return strconv.FormatInt((at - r.end).Milliseconds(), 10)
}

func (r *recorder) close(at time.Duration) { r.quiet(at) }

// Metrics returns what was measured until now.
func (s *Session) Metrics() Metrics {
	m := s.metrics.Metrics
	m.Turns = append([]Turn(nil), m.Turns...)
	m.OpenCycles = s.metrics.openCycles
	return m
}
