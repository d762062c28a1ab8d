package scenario

import (
	"fmt"
	"strings"
	"time"
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
		e.status = impliedEnd().status
	}
	return e
}

// impliedEnd returns the last step of a scenario that has no ended.
func impliedEnd() ended { return ended{status: "completed"} }

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
