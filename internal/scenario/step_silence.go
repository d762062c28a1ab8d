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
		return &silentFor{from: p.now, length: s.length, began: time.Now()}
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
	began        time.Time
	asked        time.Duration // the end of the move that waits
}

func (t *silentFor) look(p *play) bool {
	p.silent = true
	switch {
	case p.now-t.from >= t.length && t.left(p) <= 0:
		return true
	case p.ended != nil:
		p.fail("the call ended after %s of silence", p.now-t.from)
	}
	return false
}

// left returns how much of the silence is left in real time. It is 0 without an agent: an agent has its own timers,
// for which the time of speech passes as well.
func (t *silentFor) left(p *play) time.Duration {
	if !p.talk.open {
		return 0
	}
	return max(0, t.length-time.Since(t.began))
}

func (t *silentFor) move(p *play, now voicesim.Turn) (voicesim.Input, bool) {
	if now.At < t.asked {
		return voicesim.Input{}, false
	}
	wait := max(t.from+t.length-now.At, t.left(p), time.Millisecond)
	t.asked = now.At + wait
	return voicesim.Input{After: wait}, true
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
	if !t.waited && (ear.Keys || ear.Speech) && !ear.Prompting && !ear.Talking && !ear.Answering {
		t.waited, t.done, p.silent = true, p.line.done, true
	}
	return voicesim.Input{}, false
}
