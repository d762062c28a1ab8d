package conversationrelay

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// voice is what the agent says: sounds in their order, of which the first one is heard.
type voice struct {
	queue   []*sound
	open    *cycle // talk cycle that the application has not closed
	cycles  int    // talk cycles that began
	sounds  int    // audio that was requested
	discard bool   // the rest of an interrupted talk cycle arrives
	waited  bool   // the caller has waited long enough for a greeting
}

// cycle is a talk cycle: tokens up to the one with last, or one [Play] or [SendDigits].
type cycle struct {
	id            int
	text          strings.Builder // received
	spoken        strings.Builder // spoken completely
	language      string
	interruptible Input
	preemptible   bool
	greeting      bool
	closed        bool
	started       bool
	reported      bool          // a Said has been returned
	began         time.Duration // time of its first sound
	answer        time.Duration // from the end of the caller's words to began; negative if it answers nothing
	last          time.Duration // time of its last token or sound
}

// sound is a token, audio or tones.
type sound struct {
	cycle   *cycle
	text    string // of a token
	digits  string
	source  string
	loop    int
	id      int // of audio, answered by Sound
	length  time.Duration
	unknown bool // the length of audio is not known yet
	playing bool
	start   time.Duration
}

// due returns when the sound that is heard ends.
func (v *voice) due() (time.Duration, bool) {
	if len(v.queue) == 0 || !v.queue[0].playing || v.queue[0].unknown {
		return 0, false
	}
	return v.queue[0].start + v.queue[0].length, true
}

// sounding reports whether something is heard.
func (v *voice) sounding() bool { return len(v.queue) > 0 && !v.queue[0].unknown }

// busy reports whether the agent speaks, or is about to go on.
func (v *voice) busy() bool {
	return len(v.queue) > 0 || v.open != nil
}

// current returns the talk cycle that is heard, or the one that waits for tokens, or nil.
func (v *voice) current() *cycle {
	if len(v.queue) > 0 {
		return v.queue[0].cycle
	}
	return v.open
}

func (s *Session) newCycle(language string, interruptible Input, preemptible *bool) *cycle {
	s.voice.cycles++
	c := &cycle{id: s.voice.cycles, language: language, interruptible: s.a.Interruptible, preemptible: s.a.Preemptible, last: s.now}
	if language == "" {
		c.language = s.a.TTSLanguage
	}
	if interruptible != "" {
		c.interruptible = interruptible
	}
	if preemptible != nil {
		c.preemptible = *preemptible
	}
	s.preempt()
	return c
}

// preempt cuts off what can be preempted, when the next talk cycle begins.
func (s *Session) preempt() {
	for len(s.voice.queue) > 0 && s.voice.queue[0].cycle.preemptible {
		c := s.voice.queue[0].cycle
		for len(s.voice.queue) > 0 && s.voice.queue[0].cycle == c {
			s.voice.queue = s.voice.queue[1:]
		}
		if c.started {
			s.stopped(c)
		}
	}
}

// greet says the welcome greeting.
func (s *Session) greet() {
	if s.a.WelcomeGreeting == "" {
		return
	}
	c := s.newCycle("", s.a.WelcomeGreetingInterruptible, nil)
	c.greeting, c.closed = true, true
	c.text.WriteString(s.a.WelcomeGreeting)
	s.enqueue(&sound{cycle: c, text: s.a.WelcomeGreeting, length: s.lasts(s.a.WelcomeGreeting)})
}

// text handles a token.
func (s *Session) text(m Text) {
	if s.voice.discard {
		s.voice.discard = !m.Last
		return
	}
	s.answered(m.Last)
	c := s.voice.open
	if c == nil {
		c = s.newCycle(m.Lang, m.Interruptible, m.Preemptible)
		s.voice.open = c
	}
	c.last = s.now
	if m.Token != "" {
		c.text.WriteString(m.Token)
		s.do(Token{Cycle: c.id, Text: m.Token, Language: c.language})
		s.enqueue(&sound{cycle: c, text: m.Token, length: s.lasts(m.Token)})
	}
	if m.Last {
		s.close(c)
	}
}

// close closes a talk cycle.
func (s *Session) close(c *cycle) {
	c.closed, s.voice.open = true, nil
	if c.started {
		s.said(c)
	}
	if s.voice.current() != c {
		s.cycleEnded(c)
	}
}

// lasts returns how long it takes to say a text.
func (s *Session) lasts(text string) time.Duration {
	return time.Duration(float64(utf8.RuneCountInString(text)) / s.options.Pace * float64(time.Second)).Round(time.Millisecond)
}

func (s *Session) enqueue(next *sound) {
	s.voice.queue = append(s.voice.queue, next)
	s.startNext()
}

// startNext starts the first sound, unless it is heard already.
func (s *Session) startNext() {
	if len(s.voice.queue) == 0 || s.voice.queue[0].playing {
		return
	}
	first := s.voice.queue[0]
	first.playing, first.start = true, s.now
	s.active = s.now
	switch {
	case first.source != "":
		s.do(Sounds{ID: first.id, Source: first.source, Loop: first.loop})
	case first.digits != "":
		s.do(Tones{Digits: first.digits, Length: first.length})
	}
	if c := first.cycle; !c.started {
		c.started, c.began = true, s.now
		c.answer = s.metrics.agentBegins(s.now)
		s.do(Speaking{Cycle: c.id, On: true})
		s.info("agentSpeaking", "on", s.a.SpeakerEvents)
		if c.closed {
			s.said(c)
		}
	}
}

// Sound says how long the audio of a [Sounds] lasts, with all its loops; 0 skips it.
func (s *Session) Sound(at time.Duration, id int, length time.Duration) []Action {
	return s.step(at, func() {
		for _, waiting := range s.voice.queue {
			if waiting.unknown && waiting.id == id {
				waiting.unknown, waiting.length, waiting.start = false, length, s.now
			}
		}
	})
}

// soundEnded continues with the next sound.
func (s *Session) soundEnded() {
	ended := s.voice.queue[0]
	s.voice.queue = s.voice.queue[1:]
	c := ended.cycle
	c.spoken.WriteString(ended.text)
	c.last, s.active = s.now, s.now
	if ended.text != "" {
		s.info("tokensPlayed", ended.text, s.a.TokensPlayed)
	}
	if c.closed && (len(s.voice.queue) == 0 || s.voice.queue[0].cycle != c) {
		s.cycleEnded(c)
	}
	s.startNext()
}

// cycleEnded ends a talk cycle that was spoken completely.
func (s *Session) cycleEnded(c *cycle) {
	if c.started {
		s.said(c)
		s.stopped(c)
	}
	if s.state == ending && len(s.voice.queue) == 0 {
		s.endedByApp()
	}
}

// stopped reports that a talk cycle is no longer heard.
func (s *Session) stopped(c *cycle) {
	s.metrics.agentStops(s.now)
	s.do(Speaking{Cycle: c.id})
	s.info("agentSpeaking", "off", s.a.SpeakerEvents)
}

// said returns a complete talk cycle, once.
func (s *Session) said(c *cycle) {
	text := strings.TrimSpace(c.text.String())
	if c.reported || text == "" {
		return
	}
	c.reported = true
	s.do(Said{
		Cycle: c.id, Text: text, Language: c.language, Voice: s.a.voiceFor(c.language), Began: c.began, Answer: c.answer, Length: s.lasts(text), Greeting: c.greeting,
	})
}

// heard returns what was heard of a talk cycle until now, up to the last whole word.
func (s *Session) heard(c *cycle) string {
	text := c.spoken.String()
	if len(s.voice.queue) > 0 && s.voice.queue[0].cycle == c && s.voice.queue[0].playing {
		current := s.voice.queue[0]
		runes := []rune(current.text)
		n := min(int((s.now-current.start).Seconds()*s.options.Pace), len(runes))
		for n > 0 && n < len(runes) && !unicode.IsSpace(runes[n]) { // a word that was begun is not counted
			n--
		}
		text += string(runes[:n])
	}
	return strings.TrimSpace(text)
}

// unclosedAfter is how long callers wait for the rest of a talk cycle.
const unclosedAfter = 2 * time.Second

func (s *Session) neverLastDue() (time.Duration, bool) {
	c := s.voice.open
	if c == nil || len(s.voice.queue) > 0 || s.state != live {
		return 0, false
	}
	return c.last + unclosedAfter, true
}

// neverLast reports a talk cycle that was never closed. Choice: the caller takes it for complete
// after two seconds of silence, and later tokens begin the next one.
func (s *Session) neverLast() {
	c := s.voice.open
	s.metrics.openCycles++
	s.said(c)
	if c.started {
		s.stopped(c)
	}
	s.voice.open = nil
	if !s.unclosed {
		s.unclosed = true
		s.do(Report{
			Rule: "never-last", Message: "the application never closed the talk cycle: no token had \"last\":true",
			Fix: `send {"type":"text","token":"","last":true} after the last token of an answer; Twilio waits for it before it ends the agent's turn`,
		})
	}
}

// play handles audio.
func (s *Session) play(m Play) {
	s.answered(true)
	loop := 1
	if m.Loop != nil {
		loop = *m.Loop
	}
	if loop == 0 {
		loop = 1000 // https://www.twilio.com/docs/voice/conversationrelay/websocket-messages#play-media-message
	}
	c := s.newCycle("", m.Interruptible, m.Preemptible)
	c.closed = true
	s.voice.sounds++
	s.enqueue(&sound{cycle: c, source: m.Source, loop: loop, id: s.voice.sounds, unknown: true})
}

// sendDigits handles tones. Choice: a tone lasts 100 ms, with 100 ms of silence.
func (s *Session) sendDigits(m SendDigits) {
	s.answered(true)
	var length time.Duration
	for _, key := range m.Digits {
		if key == 'w' {
			length += 500 * time.Millisecond
			continue
		}
		length += 200 * time.Millisecond
	}
	c := s.newCycle("", InputNone, nil)
	c.closed = true
	s.enqueue(&sound{cycle: c, digits: m.Digits, length: length})
}
