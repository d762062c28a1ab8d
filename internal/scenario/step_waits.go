package scenario

import (
	"fmt"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
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

// ended is the step `ended: {status: completed, by: caller}`.
type ended struct {
	expects
	status, by string
	duration   time.Duration
	timed      bool
}

func makeEnded(f fields) stepAction {
	e := ended{status: f.text("status"), by: f.text("by"), duration: f.length("duration", 0), timed: f.has("duration")}
	if e.status == "" {
		e.status = string(event.Completed)
	}
	return e
}

// impliedEnd is the last step of a scenario that has no ended. The caller hangs up on an agent behind a WebSocket that
// has answered everything.
type impliedEnd struct{}

func (impliedEnd) begin(*play) runningStep {
	return &leaving{ended: ended{status: string(event.Completed)}, script: voicesim.Script{HangUp: true}}
}

func (impliedEnd) wants() string { return ended{status: string(event.Completed)}.wants() }

// leaving waits for the end of a call.
type leaving struct {
	ended
	script voicesim.Script
}

func (t *leaving) move(_ *play, now voicesim.Turn) (voicesim.Input, bool) { return t.script.Act(now) }

func (e ended) begin(*play) runningStep { return e }

func (e ended) wants() string {
	wants := []string{"the call ends, " + e.status}
	if e.by != "" {
		wants = append(wants, "by "+e.by)
	}
	if e.timed {
		wants = append(wants, fmt.Sprintf("after %s", e.duration))
	}
	return strings.Join(wants, ", ")
}

func (e ended) look(p *play) bool {
	if p.ended == nil {
		return false
	}
	got := *p.ended
	off := (got.Duration - e.duration).Abs()
	switch {
	case e.status != string(got.Status):
		p.fail("it is %s", got.Status)
	case e.by != "" && e.by != string(got.By):
		p.fail("it was ended by %s", got.By)
	case e.timed && off >= time.Second:
		p.fail("it lasted %s", got.Duration)
	case e.by == "" && p.expired:
		p.fail("it was still running after %s, the limit for a call", got.Duration)
	default:
		return true
	}
	return false
}
