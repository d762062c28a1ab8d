package scenario

import (
	"fmt"
	"slices"
	"time"

	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// play is one scenario in one call: who sees everything that happens, and is asked for the caller's moves. The engine calls
// it from the goroutine that runs the call, and nobody else does.
type play struct {
	scenario *Scenario
	source   func(url string) string
	now      time.Duration

	turn  turn // what runs now, nil where all steps have been met
	index int  // of its step
	since time.Duration

	line     timeline
	acts     int  // keys, words and hang-ups of the caller so far
	acted    int  // what the application had done when the caller did something last
	silent   bool // the caller's last move was silence
	patience bool // what is being said has an end

	taping     *taping
	queue      *queued // nil outside of a queue
	conference string
	phones     map[string]voicesim.Phone // by CallSid
	described  map[int]bool              // steps whose phone has been dialed
	agents     []*agent
	ended      *event.End
	expired    bool // the call lasted as long as a call may

	reader  transcript.Reader
	call    transcript.Call
	lines   []string
	answers *answers
	failure *Failure
	left    bool // the caller has hung up because of it
}

// turn is a step that runs.
type turn interface {
	// look says whether what has happened meets the step. It may fail the scenario.
	look(*play) bool
	// move is what the caller does now.
	move(*play, voicesim.Turn) (voicesim.Input, bool)
	// waits says that the step needs the application to do something: it cannot come true while the call waits for the caller.
	waits() bool
}

// expects is the part of a turn that only waits.
type expects struct{}

func (expects) move(*play, voicesim.Turn) (voicesim.Input, bool) { return voicesim.Input{}, false }
func (expects) waits() bool                                      { return true }

// acts is the part of a turn in which the caller does something.
type acts struct{}

func (acts) waits() bool { return false }

func newPlay(s *Scenario, setup Setup) *play {
	p := &play{
		scenario: s, source: setup.Source, patience: true,
		phones: map[string]voicesim.Phone{}, described: map[int]bool{}, answers: &answers{},
	}
	p.index = -1
	p.next()
	return p
}

// step is the one that runs; behind the last one it is that the call is to end by itself.
func (p *play) step() step {
	if p.index < len(p.scenario.steps) {
		return p.scenario.steps[p.index]
	}
	return step{pos: p.scenario.Pos, word: "ended", doing: impliedEnd()}
}

func (p *play) next() {
	p.index++
	p.since = p.now
	steps := p.scenario.steps
	said := slices.ContainsFunc(steps, func(s step) bool { return s.word == "ended" })
	if p.index > len(steps) || p.index == len(steps) && said {
		p.turn = nil
		return
	}
	p.turn = p.step().begin(p)
}

// look lets steps be met by what has happened.
func (p *play) look() {
	for p.failure == nil && p.turn != nil && p.turn.look(p) {
		p.next()
	}
}

// Act is the caller's next move.
func (p *play) Act(now voicesim.Turn) (voicesim.Input, bool) {
	p.now = now.At
	p.look()
	if p.failure == nil && p.turn != nil {
		if move, ok := p.turn.move(p, now); ok {
			return move, true
		}
		if p.turn.waits() && p.waitedFor(now.Listening) {
			p.fail("the call waits for the caller%s", p.lastHeard())
		}
	}
	if p.failure != nil && !p.left {
		p.left = true
		return voicesim.Input{Event: event.HungUp{}}, true
	}
	return voicesim.Input{}, false
}

// waitedFor says whether the call does nothing more before the caller has. What the caller did last may still be taken in:
// keys whose number is not known, words that may go on. It is over when the application has done something about it.
func (p *play) waitedFor(ear event.Listening) bool {
	return (ear.Keys || ear.Speech) && !ear.Prompting && !ear.Talking && !p.silent && p.line.done > p.acted
}

// ready says whether the caller, who is polite, would press or speak now. What never ends is interrupted.
func (p *play) ready(ear event.Listening) bool { return !ear.Prompting || !p.patience }

// finish says what no event has: that the call is over, and what was not met.
func (p *play) finish() {
	p.look()
	if p.failure == nil && p.turn != nil {
		p.fail("the call has ended%s", p.lastHeard())
	}
}

// lastHeard ends a sentence.
func (p *play) lastHeard() string {
	for i := len(p.line.all) - 1; i >= 0; i-- {
		if h := p.line.all[i].heard; h != nil && h.text != "" {
			return fmt.Sprintf("; the caller heard last %q", h.text)
		}
	}
	return "; the caller heard nothing"
}

// fail ends the scenario, at the step that runs.
func (p *play) fail(format string, args ...any) {
	p.blame(p.step().wants(), fmt.Sprintf(format, args...))
}

// blame keeps why the scenario fails. The first failure counts.
func (p *play) blame(expected, actual string) {
	if p.failure != nil {
		return
	}
	s := p.step()
	p.failure = &Failure{
		File: s.pos.File, Line: s.pos.Line, Column: s.pos.Col, Step: s.source,
		Expected: expected, Actual: actual,
		Request: p.lastRequest(), lines: len(p.lines),
	}
}
