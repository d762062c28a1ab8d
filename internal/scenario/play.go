package scenario

import (
	"fmt"
	"slices"
	"time"

	"github.com/twvoice/twvoice/internal/scenario/report"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// play runs one scenario in one call. It observes all events and decides the caller's moves. Only the goroutine that
// runs the call uses it.
type play struct {
	scenario *Scenario
	source   func(url string) string
	now      time.Duration

	turn  runningStep // runs now; nil after the last step
	index int         // of its step
	since time.Duration

	line     timeline
	talk     conversation
	wakes    []voicesim.Update // times at which the caller looks again
	woken    time.Duration     // the last of them
	excused  []string          // codes of errors that a fault raised
	acts     int               // keys, words and hang-ups of the caller so far
	acted    int               // count of the application's actions at the caller's last action
	silent   bool              // the caller's last move was silence
	patience bool              // the prompt being played has an end

	taping     *activeRecording
	queue      *queued // nil outside of a queue
	conference string
	phones     map[string]voicesim.Phone // by CallSid
	described  map[int]bool              // steps whose phone was dialed
	agents     []*agent
	ended      *event.End
	expired    bool // the call reached its maximum duration

	reader  transcript.Reader
	call    transcript.Call
	lines   []string
	answers *answers
	failure *report.Failure
	left    bool // the caller hung up because of it
}

// runningStep is a step that is running.
type runningStep interface {
	// look reports whether the events so far satisfy the step. It can fail the scenario.
	look(*play) bool
	// move returns the caller's next move.
	move(*play, voicesim.Turn) (voicesim.Input, bool)
	// waits reports whether the step needs an action of the application. Such a step cannot succeed while the call waits
	// for the caller.
	waits() bool
}

// expects is embedded by turns that only wait.
type expects struct{}

func (expects) move(*play, voicesim.Turn) (voicesim.Input, bool) { return voicesim.Input{}, false }
func (expects) waits() bool                                      { return true }

// callerActs is embedded by turns in which the caller does something.
type callerActs struct{}

func (callerActs) waits() bool { return false }

func newPlay(s *Scenario, setup Setup) *play {
	p := &play{
		scenario: s, source: setup.Source, patience: true,
		phones: map[string]voicesim.Phone{}, described: map[int]bool{}, answers: &answers{},
	}
	p.index = -1
	p.next()
	return p
}

// step returns the running step. After the last one, that is the implied step that the call ends normally.
func (p *play) step() step {
	if p.index < len(p.scenario.steps) {
		return p.scenario.steps[p.index]
	}
	return step{pos: p.scenario.Pos, word: "ended", stepAction: impliedEnd{}}
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

// look completes steps that the events so far satisfy.
func (p *play) look() {
	for p.failure == nil && p.turn != nil && p.turn.look(p) {
		p.next()
	}
}

// Act returns the caller's next move.
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

// waitedFor reports whether the call does nothing until the caller acts. Input without a known end (a number of keys, a
// sentence) may still be collected; that ends with the application's next action.
// An agent behind a WebSocket can always say more.
func (p *play) waitedFor(ear event.Listening) bool {
	return !ear.Agent && (ear.Keys || ear.Speech) && !ear.Prompting && !ear.Talking && !p.silent && p.line.done > p.acted
}

// ready reports whether the caller would press or speak now. The caller waits for the end of a prompt, unless it has
// none, and until an agent behind a WebSocket has answered.
func (p *play) ready(ear event.Listening) bool {
	return (!ear.Prompting || !p.patience) && !ear.Answering
}

// wake lets the caller look again at a time, also if nothing happens.
func (p *play) wake(at time.Duration) {
	if at != p.woken {
		p.woken = at
		p.wakes = append(p.wakes, voicesim.Update{At: at})
	}
}

// steer returns the times of [play.wake] that are not planned yet.
func (p *play) steer() []voicesim.Update {
	wakes := p.wakes
	p.wakes = nil
	return wakes
}

// finish handles what no event reports: the end of the call, and the steps left.
func (p *play) finish() {
	p.look()
	if p.failure == nil && p.turn != nil {
		p.fail("the call has ended%s", p.lastHeard())
	}
}

// lastHeard returns the end of a sentence: the last thing the caller heard.
func (p *play) lastHeard() string {
	for i := len(p.line.all) - 1; i >= 0; i-- {
		if h := p.line.all[i].heard; h != nil && h.text != "" {
			return fmt.Sprintf("; the caller heard last %q", h.text)
		}
	}
	return "; the caller heard nothing"
}

// fail fails the scenario at the running step.
func (p *play) fail(format string, args ...any) {
	p.setFailure(p.step().wants(), fmt.Sprintf(format, args...))
}

// setFailure records why the scenario failed. Only the first failure counts.
func (p *play) setFailure(expected, actual string) {
	if p.failure != nil {
		return
	}
	s := p.step()
	p.failure = &report.Failure{
		File: s.pos.File, Line: s.pos.Line, Column: s.pos.Col, Step: s.source,
		Expected: expected, Actual: actual,
		Request: p.lastRequest(), Messages: slices.Clone(p.talk.messages), Owes: p.talk.owes(), Shown: len(p.lines),
	}
}

// advise adds how to fix what the scenario failed with, unless it had failed before.
func (p *play) advise(fix string) {
	if p.failure.Fix == "" && p.failure.Shown == len(p.lines) {
		p.failure.Fix = fix
	}
}
