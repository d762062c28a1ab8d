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
		if late := happened.at - p.since; h.within > 0 && late > h.within {
			p.fail("it was heard after %s", late)
			return false
		}
		p.line.cursor += i + 1
		return true
	}
	if h.within > 0 && p.now-p.since > h.within {
		p.fail("it was not heard in that time%s", p.lastHeard())
	}
	return false
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
