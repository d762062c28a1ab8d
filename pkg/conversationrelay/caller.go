package conversationrelay

import (
	"strings"
	"time"
	"unicode"
)

// Speech is what a caller says.
type Speech struct {
	Text     string
	Language string   // "" is the session's
	Partials []string // partial results, the earliest first; nil makes some of Text
}

// caller is what the caller is saying.
type caller struct {
	waiting []Speech // behind the current one
	current *utterance
}

// utterance is speech in progress.
type utterance struct {
	Speech
	dropped string // why the application does not get it, or ""
	talked  bool   // the agent speaks at the same time
	end     time.Duration
	report  time.Duration // end, and the silence after it
	partial []moment
}

// moment is a partial result.
type moment struct {
	at   time.Duration
	text string
}

func (c *caller) speaking() bool { return c.current != nil }

func (c *caller) due() (time.Duration, bool) {
	switch {
	case c.current == nil:
		return 0, false
	case len(c.current.partial) > 0:
		return c.current.partial[0].at, true
	}
	return c.current.report, true
}

// shortestSpeech is how long the shortest words take.
const shortestSpeech = 500 * time.Millisecond

// Speak says that the caller begins to speak. It interrupts the agent if the attributes allow that.
// The application gets the words when they have ended. Words before the end of earlier ones follow
// them.
func (s *Session) Speak(at time.Duration, sp Speech) []Action {
	return s.step(at, func() {
		if s.state == ending || s.state == connecting {
			s.do(Ignored{Input: sp.Text, Why: "the application has ended the session"})
			return
		}
		if s.caller.current != nil {
			s.caller.waiting = append(s.caller.waiting, sp)
			return
		}
		s.begin(sp)
	})
}

func (s *Session) begin(sp Speech) {
	s.active = s.now
	u := &utterance{Speech: sp, end: s.now + max(shortestSpeech, s.lasts(sp.Text)), talked: s.AgentSpeaks()}
	u.report = u.end + s.a.SpeechTimeout
	s.caller.current = u
	s.metrics.callerBegins(s.now)
	s.info("clientSpeaking", "on", s.a.SpeakerEvents)
	u.dropped = s.unheard(sp.Text, u.talked)
	if u.talked && u.dropped == "" && s.voice.current().interruptible.Covers(InputSpeech) {
		s.interrupt()
	}
	if s.a.PartialPrompts && u.dropped == "" {
		u.partial = partials(sp, s.now, u.end)
	}
	if u.dropped != "" {
		s.do(Ignored{Input: sp.Text, Why: u.dropped})
	}
}

// unheard returns why the application does not get words of the caller, or "".
func (s *Session) unheard(text string, talked bool) string {
	if !talked {
		return ""
	}
	c := s.voice.current()
	interrupts := c.interruptible.Covers(InputSpeech)
	switch {
	case s.a.IgnoreBackchannel && backchannel(text):
		return "ignoreBackchannel drops short confirmations while the agent speaks"
	case s.a.EchoPromptFiltering && echoes(text, c.text.String()):
		return "echoPromptFiltering drops words of the agent"
	case !interrupts && !s.a.ReportInput.Covers(InputSpeech):
		return "the agent speaks, and neither interruptible nor reportInputDuringAgentSpeech covers speech"
	}
	return ""
}

// backchannel reports whether a text only confirms that its speaker listens. Choice: Twilio does not
// list the words.
func backchannel(text string) bool {
	switch strings.ToLower(strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })) {
	case "mhm", "mm-hmm", "mmhm", "hmm", "uh-huh", "uh huh", "uhuh", "yeah", "yes", "yep", "ok", "okay", "right", "sure", "i see", "got it", "ah", "oh":
		return true
	}
	return false
}

// echoes reports whether a text repeats what the agent says.
func echoes(text, agent string) bool {
	words := func(s string) string {
		return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
	}
	said := words(text)
	return said != "" && strings.Contains(" "+words(agent)+" ", " "+said+" ")
}

// partials returns the partial results of speech, evenly distributed. Choice: without given ones,
// there are two, after a third and two thirds of the words.
func partials(sp Speech, from, to time.Duration) []moment {
	texts := sp.Partials
	if texts == nil {
		words := strings.Fields(sp.Text)
		for _, n := range []int{len(words) / 3, len(words) * 2 / 3} {
			if n > 0 && (len(texts) == 0 || strings.Join(words[:n], " ") != texts[len(texts)-1]) {
				texts = append(texts, strings.Join(words[:n], " "))
			}
		}
	}
	all := make([]moment, len(texts))
	for i, text := range texts {
		all[i] = moment{from + (to-from)*time.Duration(i+1)/time.Duration(len(texts)+1), text}
	}
	return all
}

// callerSpoke reports a partial result, or the end of the caller's words.
func (s *Session) callerSpoke() {
	u := s.caller.current
	s.active = s.now
	if len(u.partial) > 0 {
		s.send(Prompt{VoicePrompt: u.partial[0].text, Lang: s.lang(u.Language)})
		u.partial = u.partial[1:]
		return
	}
	s.caller.current = nil
	s.metrics.callerStops(u.end)
	s.info("clientSpeaking", "off", s.a.SpeakerEvents)
	if u.dropped == "" {
		s.prompt(u)
	}
	if len(s.caller.waiting) > 0 {
		next := s.caller.waiting[0]
		s.caller.waiting = s.caller.waiting[1:]
		s.begin(next)
	}
}

// prompt sends the caller's words. Choice: the tokens that follow are an answer to them, also if the
// application never closed the talk cycle that they interrupted.
func (s *Session) prompt(u *utterance) {
	s.voice.discard = false
	s.owed = `"` + u.Text + `"`
	s.metrics.turn(u.Text, u.end)
	s.send(Prompt{VoicePrompt: u.Text, Lang: s.lang(u.Language), Last: true})
}

// lang returns the language of a prompt. With multi it is the primary tag of what was spoken; Choice:
// en, if the caller does not say.
func (s *Session) lang(spoken string) string {
	if s.a.TranscriptionLanguage != "multi" {
		return s.a.TranscriptionLanguage
	}
	if primary, _, _ := strings.Cut(spoken, "-"); primary != "" {
		return primary
	}
	return "en"
}

// answered says that the application sent something to the caller.
func (s *Session) answered(last bool) {
	if s.owed != "" && s.a.Debugging {
		s.info("roundTripDelayMs", s.metrics.sinceTurn(s.now), true)
	}
	s.owed = ""
	s.metrics.token(s.now, last)
}

// Press says that the caller presses a key: 0-9, * or #.
func (s *Session) Press(at time.Duration, key byte) []Action {
	return s.step(at, func() {
		digit := string(rune(key))
		talked := s.AgentSpeaks()
		interrupts := talked && s.voice.current().interruptible.Covers(InputDTMF)
		switch {
		case s.state == ending || s.state == connecting:
			s.do(Ignored{Input: digit, Why: "the application has ended the session"})
			return
		case !s.a.DTMFDetection:
			s.do(Ignored{Input: digit, Why: "dtmfDetection is not true"})
			return
		case talked && !interrupts && !s.a.ReportInput.Covers(InputDTMF):
			s.do(Ignored{Input: digit, Why: "the agent speaks, and neither interruptible nor reportInputDuringAgentSpeech covers dtmf"})
			return
		}
		s.active = s.now
		if interrupts {
			s.interrupt()
		}
		s.voice.discard = false
		s.owed = "the key " + digit
		s.metrics.turn(digit, s.now)
		s.send(DTMF{Digit: digit})
	})
}

// interrupt cuts off the agent. Choice: nothing that was queued is heard, and the rest of the talk
// cycle is dropped until it is closed, or the application gets the caller's next words.
func (s *Session) interrupt() {
	c := s.voice.current()
	heard, after := s.heard(c), time.Duration(0)
	if c.started {
		after = s.now - c.began
	}
	s.voice.queue, s.voice.discard, s.voice.open = nil, !c.closed || s.voice.open != nil, nil
	if c.started {
		s.said(c)
		s.stopped(c)
	}
	s.metrics.interrupted()
	s.do(Interrupted{Cycle: c.id, Heard: heard, After: after})
	s.send(Interrupt{UtteranceUntilInterrupt: heard, DurationUntilInterruptMs: after.Milliseconds()})
}
