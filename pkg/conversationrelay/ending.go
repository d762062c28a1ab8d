package conversationrelay

import (
	"fmt"
	"time"
)

// closingReason is why Twilio closes the WebSocket at the end of a session.
const closingReason = "Closing websocket session"

// end ends the session. Choice: what was received before is spoken first; Twilio's page does not say
// whether it is cut off.
func (s *Session) end(m End) {
	s.answered(true)
	s.handoff = &m
	if len(s.voice.queue) == 0 {
		s.endedByApp()
		return
	}
	s.state = ending
	if s.voice.open != nil {
		s.voice.open.closed, s.voice.open = true, nil
	}
	s.said(s.voice.current())
	s.do(Note{Text: "the application ended the session while the agent was speaking; the caller hears the rest, which Twilio does not promise"})
}

func (s *Session) endedByApp() {
	s.do(Close{Code: 1000, Reason: closingReason})
	s.finish(Finished{Status: "ended", HandoffData: s.handoff.HandoffData})
}

// HangUp says that the caller has hung up.
func (s *Session) HangUp(at time.Duration) []Action {
	return s.step(at, func() {
		if u := s.caller.current; u != nil && s.a.PartialPromptOnHangup && u.dropped == "" {
			s.send(Prompt{VoicePrompt: s.unfinished(u), Lang: s.lang(u.Language)})
		}
		s.stop("completed")
	})
}

// unfinished returns the words of an utterance until now.
func (s *Session) unfinished(u *utterance) string {
	runes := []rune(u.Text)
	began := u.end - max(shortestSpeech, s.lasts(u.Text))
	return string(runes[:min(len(runes), int((s.now-began).Seconds()*s.options.Pace))])
}

// Stop says that the call goes on elsewhere, or that Twilio ends it: the REST API changed it, or its
// time limit has passed.
func (s *Session) Stop(at time.Duration) []Action {
	return s.step(at, func() { s.stop("completed") })
}

func (s *Session) stop(status string) {
	if s.state != connecting {
		s.do(Close{Code: 1000, Reason: closingReason})
	}
	s.finish(Finished{Status: status})
}

// finish ends the session: what is being said is cut off.
func (s *Session) finish(f Finished) {
	if c := s.voice.current(); c != nil && c.started {
		s.said(c)
		s.stopped(c)
	}
	if s.voice.open != nil {
		s.metrics.openCycles++
	}
	s.voice.queue, s.voice.open = nil, nil
	s.metrics.close(s.now)
	s.state = over
	s.do(f)
}

// link is the state of a WebSocket that was lost.
type link struct {
	lostAt   time.Duration
	retryAt  time.Duration
	waiting  bool // for retryAt
	attempts int
	buffer   []Message
	dropped  int
}

// How a lost WebSocket is opened again. Choice: Twilio's page says only that it reconnects automatically and buffers up
// to 500 events (https://www.twilio.com/docs/voice/conversationrelay/application-reconnect). It is tried after 0.2 s,
// then after twice that time each, for 30 s. The application gets setup again, with the same sessionId, and then the
// buffered events.
const (
	firstRetry = 200 * time.Millisecond
	giveUp     = 30 * time.Second
	maxBuffer  = 500
)

func (l *link) due() (time.Duration, bool) { return l.retryAt, l.waiting }

func (l *link) store(m Message) {
	if len(l.buffer) == maxBuffer {
		l.dropped++
		return
	}
	l.buffer = append(l.buffer, m)
}

// Lose says that the WebSocket was closed without Twilio's doing, with a code of RFC 6455.
func (s *Session) Lose(at time.Duration, code int, reason string) []Action {
	return s.step(at, func() {
		switch {
		case s.state == ending: // the application closes after its end message
			s.endedByApp()
		case s.state == live && s.a.Reconnect:
			s.state = lost
			s.link = link{lostAt: s.now}
			s.do(Note{Text: fmt.Sprintf("the WebSocket was lost (%s); applicationReconnect opens it again", closing(code, reason))})
			s.retry("")
		case s.state == live:
			message := fmt.Sprintf("the application closed the WebSocket without an end message (%s)", closing(code, reason))
			s.finish(Finished{Status: "failed", ErrorCode: "64105", ErrorMessage: message})
		}
	})
}

func closing(code int, reason string) string {
	if reason == "" {
		return fmt.Sprintf("code %d", code)
	}
	return fmt.Sprintf("code %d, %s", code, reason)
}

// retry plans the next attempt to open the WebSocket again.
func (s *Session) retry(failure string) {
	if s.now-s.link.lostAt >= giveUp {
		s.finish(Finished{Status: "failed", ErrorCode: "64105", ErrorMessage: fmt.Sprintf("the WebSocket could not be opened again within %v: %s", giveUp, failure)})
		return
	}
	s.link.retryAt, s.link.waiting = s.now+min(firstRetry<<s.link.attempts, giveUp-(s.now-s.link.lostAt)), true
	s.link.attempts++
}

// reopen sends setup again, and what was buffered.
func (s *Session) reopen() {
	s.state, s.active = live, s.now
	s.send(s.options.Setup)
	for _, m := range s.link.buffer {
		s.send(m)
	}
	if s.link.dropped > 0 {
		s.do(Note{Text: fmt.Sprintf("%d events were dropped while the WebSocket was lost: Twilio buffers %d", s.link.dropped, maxBuffer)})
	}
	s.link = link{}
}
