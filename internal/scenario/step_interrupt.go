package scenario

import (
	"fmt"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// interrupt is the step `interrupt: {say: Stop, after: 800ms}`.
type interrupt struct {
	say, press string
	after      time.Duration // since the first word of the agent's talk cycle
}

func makeInterrupt(f fields) stepAction {
	return interrupt{say: f.text("say"), press: f.text("press"), after: f.length("after", 0)}
}

func (s interrupt) begin(p *play) runningStep {
	return &interrupting{step: s, target: p.acts + 1, cycles: p.talk.cycles, cuts: p.talk.cuts}
}

func (s interrupt) wants() string {
	when := "while it speaks"
	if s.after > 0 {
		when = fmt.Sprintf("%s after its first word", s.after)
	}
	if s.press != "" {
		return fmt.Sprintf("the caller interrupts the agent with the key %s, %s", s.press, when)
	}
	return fmt.Sprintf("the caller interrupts the agent with %q, %s", s.say, when)
}

// event returns what the caller does.
func (s interrupt) event() event.Event {
	if s.press != "" {
		return event.Pressed{Key: s.press[0]}
	}
	return event.Spoke{Text: s.say, Confidence: usualConfidence}
}

// interrupting waits until the agent has spoken for long enough.
type interrupting struct {
	callerActs
	step   interrupt
	target int // the caller's acts after the interruption
	cycles int // talk cycles that had ended when the step began
	cuts   int // talk cycles that had been interrupted
	acted  bool
}

// patience is how long the caller waits for a longer talk cycle, after one that was too short to interrupt.
const patience = 2 * time.Second

func (t *interrupting) look(p *play) bool {
	switch {
	case p.acts >= t.target:
		if p.talk.cuts == t.cuts && !p.talk.speaking {
			p.fail("the agent had finished")
			return false
		}
		return true
	case p.talk.open && !p.talk.speaking && !t.acted && p.talk.cycles > t.cycles:
		if p.now >= p.talk.quiet+patience {
			p.fail("the agent had spoken for only %s", p.talk.quiet-p.talk.began)
			return false
		}
		p.wake(p.talk.quiet + patience)
	}
	return false
}

func (t *interrupting) move(p *play, now voicesim.Turn) (voicesim.Input, bool) {
	if t.acted || !p.talk.speaking {
		return voicesim.Input{}, false
	}
	if at := p.talk.began + t.step.after; now.At < at {
		p.wake(at)
		return voicesim.Input{}, false
	}
	t.acted = true
	return voicesim.Input{Event: t.step.event()}, true
}
