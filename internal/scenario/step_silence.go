package scenario

import (
	"fmt"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
)

// silence is `silence`, until the current wait times out, or `silence: 10s`.
type silence struct {
	length time.Duration
	timed  bool
}

func makeSilence(f fields) stepAction {
	return silence{length: f.length("for", 0), timed: f.has("for")}
}

func (s silence) begin(p *play) runningStep {
	if s.timed {
		return &silentFor{from: p.now, length: s.length}
	}
	return &silentUntil{}
}

func (s silence) wants() string {
	if s.timed {
		return fmt.Sprintf("the caller is silent for %s", s.length)
	}
	return "the call waits for the caller, who is silent until the wait times out"
}

// silentFor is silence of a given duration.
type silentFor struct {
	callerActs
	from, length time.Duration
	asked        bool
}

func (t *silentFor) look(p *play) bool {
	p.silent = true
	switch {
	case p.now-t.from >= t.length:
		return true
	case p.ended != nil:
		p.fail("the call ended after %s of silence", p.now-t.from)
	}
	return false
}

func (t *silentFor) move(p *play, _ voicesim.Turn) (voicesim.Input, bool) {
	if t.asked {
		return voicesim.Input{}, false
	}
	t.asked = true
	return voicesim.Input{After: t.from + t.length - p.now}, true
}

// silentUntil is silence until the call's own timeout.
type silentUntil struct {
	callerActs
	waited bool
	done   int // count of the application's actions when the silence began
}

func (t *silentUntil) look(p *play) bool {
	return t.waited && (p.ended != nil || p.line.done > t.done)
}

func (t *silentUntil) move(p *play, now voicesim.Turn) (voicesim.Input, bool) {
	ear := now.Listening
	if !t.waited && (ear.Keys || ear.Speech) && !ear.Prompting && !ear.Talking {
		t.waited, t.done, p.silent = true, p.line.done, true
	}
	return voicesim.Input{}, false
}
