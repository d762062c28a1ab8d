package leg

import (
	"time"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// pay is <Pay>: the caller types the numbers of a card or a bank account, one step after the other,
// and the application never sees them (https://www.twilio.com/docs/voice/twiml/pay). What was typed
// stays here; everything that leaves is masked.
type pay struct {
	set      settings
	next     followUp
	hook     event.Hook
	timeout  time.Duration
	attempts int // limit per step

	steps   []step // remaining steps; the first one is running
	attempt int    // of this step, from 1
	failure string // of the previous attempt, "" for none
	entered map[string]string
	twice   string // first entry, if it must be typed twice

	prompts prompts
	typed   string
	timer   int
}

// startPay runs <Pay>.
func startPay(m *Machine, el *twiml.Element) activity {
	set := read(el)
	p := &pay{
		set: set, next: set.itself(m), hook: set.hook(m, "statusCallback"), timeout: set.seconds("timeout", 5),
		attempts: 1 + set.whole("maxAttempts", 1), // it is the number of retries
		entered:  map[string]string{},
	}
	if code, why := p.fault(); code != "" {
		m.settle(p.next, p.refused(code, why))
		return nil
	}
	p.steps = p.plan()
	p.proceed(m)
	return p
}

// step returns the running step.
func (p *pay) step() step { return p.steps[0] }

// proceed begins a step.
func (p *pay) proceed(m *Machine) {
	p.attempt, p.failure = 1, ""
	p.ask(m)
}

// ask begins an attempt: the application gets a callback, and the caller a prompt.
func (p *pay) ask(m *Machine) {
	p.tell(m)
	p.prompt(m)
}

// prompt says what the caller must type, and waits for it.
func (p *pay) prompt(m *Machine) {
	p.typed, p.timer = "", 0
	verbs, ok := p.chosen()
	switch {
	case !ok:
		p.prompts.say(m, event.Say{Text: p.standard(), Language: p.set.or("language", ""), Loop: 1, Pos: p.set.el.Pos})
	case p.prompts.play(m, verbs):
		p.await(m)
	}
}

// await waits for a key, or for the bank.
func (p *pay) await(m *Machine) {
	if p.step().full == nil {
		p.timer = m.wait(processing)
		return
	}
	p.timer = m.wait(p.timeout)
}

// processing is how long the bank takes. Choice: it always accepts.
const processing = time.Second

// listens keeps input secret also during processing, because a surplus key may be a digit of the
// card.
func (p *pay) listens(*Machine) event.Listening {
	return event.Listening{Keys: p.step().full != nil, Prompting: p.prompts.sounding(), Secret: true}
}

func (p *pay) on(m *Machine, ev event.Event) bool {
	switch ev := ev.(type) {
	case event.Pressed:
		return p.pressed(m, ev.Key)
	case event.Elapsed:
		if ev.ID == p.timer && p.timer != 0 {
			return p.timedOut(m)
		}
	}
	if p.prompts.on(m, ev) {
		p.await(m)
	}
	return false
}

// pressed takes a key; the first one ends the prompt.
func (p *pay) pressed(m *Machine, key byte) bool {
	p.prompts.stop()
	switch key {
	case '*':
		return p.finish(m, "caller-interrupted-with-star")
	case '#':
		return p.judge(m)
	}
	p.typed += string(rune(key))
	if p.step().full(p, p.typed) {
		return p.judge(m)
	}
	p.timer = m.wait(p.timeout)
	return false
}

func (p *pay) timedOut(m *Machine) bool {
	switch {
	case p.step().full == nil:
		return p.finish(m, "success")
	case p.typed == "":
		return p.failed(m, "input-timeout")
	}
	return p.judge(m)
}

// judge checks what was typed, and continues with the next step if it is valid.
func (p *pay) judge(m *Machine) bool {
	now := p.step()
	if failure := now.check(p, p.typed, m.clock()); failure != "" {
		return p.failed(m, failure)
	}
	switch {
	case !p.mustMatch():
	case p.twice == "":
		p.twice = p.typed
		p.prompt(m)
		return false
	case p.twice != p.typed:
		return p.failed(m, "input-matching-failed")
	}
	p.entered[now.name], p.twice = p.typed, ""
	p.steps = p.steps[1:]
	p.proceed(m)
	return false
}

// failed tries the step again. Choice: Twilio's pages say both that the action is requested and
// that the next verb runs when a step has failed too often; the action is requested.
func (p *pay) failed(m *Machine, failure string) bool {
	p.twice = ""
	if p.attempt == p.attempts {
		return p.finish(m, "too-many-failed-attempts")
	}
	p.attempt++
	p.failure = failure
	p.ask(m)
	return false
}

func (p *pay) finish(m *Machine, result string) bool {
	return m.settle(p.next, p.outcome(m, result))
}

// leave reports to the application that the caller has hung up.
func (p *pay) leave(m *Machine, why departure) {
	if why == gone {
		m.report(p.next, p.outcome(m, "caller-hung-up"))
	}
}
