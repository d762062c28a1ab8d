package scenario

import (
	"fmt"
	"strings"
	"time"
)

// hear is the step `hear: Thanks for calling`.
type hear struct {
	expects
	text            matcher
	audio           string
	within          time.Duration // 0: no limit
	language, voice string
}

func makeHear(f fields) stepAction {
	return hear{text: f.matcher("text"), audio: f.text("play"), within: f.length("within", 0), language: f.text("language"), voice: f.text("voice")}
}

func (h hear) begin(*play) runningStep { return h }

func (h hear) wants() string {
	wants := fmt.Sprintf("the caller hears %s", h.text)
	if h.audio != "" {
		wants = fmt.Sprintf("the caller hears the audio %s", h.audio)
	}
	if h.language != "" {
		wants += ", in the language " + h.language
	}
	if h.voice != "" {
		wants += ", with the voice " + h.voice
	}
	if h.within > 0 {
		wants += fmt.Sprintf(", within %s", h.within)
	}
	return wants
}

func (h hear) look(p *play) bool {
	for i, happened := range p.line.all[p.line.cursor:] {
		if happened.heard == nil || !h.is(*happened.heard) {
			continue
		}
		if late := p.late(happened); h.within > 0 && late > h.within {
			p.fail("it was heard after %s", late.Round(time.Millisecond))
			return false
		}
		p.line.cursor += i + 1
		return true
	}
	if h.within > 0 {
		h.watch(p)
	}
	return false
}

// watch fails the step when its time has passed. While anyone speaks in a session with an agent, it does not pass.
func (h hear) watch(p *play) {
	from := p.since
	if p.talk.open {
		if p.talk.talking || p.talk.speaking {
			return
		}
		from = max(from, p.talk.opened, p.talk.asked, p.talk.quiet)
		p.wake(from + h.within + time.Millisecond)
	}
	if p.now-from > h.within {
		p.fail("it was not heard in that time%s", p.lastHeard())
	}
}

// late returns how long the caller waited for something that was heard. For an agent, that is from the end of the
// caller's words to its first sound or, if it answers nothing, from the previous step, without what it said before.
func (p *play) late(happened occurrence) time.Duration {
	a := happened.heard.agent
	switch {
	case a == nil:
		return happened.at - p.since
	case a.Answer >= 0:
		return a.Answer
	}
	from := max(p.since, p.talk.opened)
	if p.talk.cycles > 0 {
		from = max(from, p.talk.quiet)
	}
	return max(0, a.Began-from)
}

func (h hear) is(got heard) bool {
	switch {
	case h.audio != "":
		return got.url != "" && strings.HasSuffix(got.url, h.audio)
	case got.text == "" || !h.text.within(got.text):
		return false
	}
	return (h.language == "" || h.language == got.language) && (h.voice == "" || h.voice == got.voice)
}
