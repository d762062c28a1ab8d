package scenario

import (
	"fmt"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

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
