// Package pay runs <Pay>: a [Payment] asks for the numbers of a card or a bank account, checks them and masks them. It does
// not speak, wait or send requests: package leg does that.
package pay

import "time"

// Payment is <Pay>: the caller types the numbers of a card or a bank account, one step after the other,
// and the application never sees them (https://www.twilio.com/docs/voice/twiml/pay). What was typed
// stays here; everything that leaves is masked.
type Payment struct {
	options Options

	steps   []step // remaining steps; the first one is running
	attempt int    // of this step, from 1
	failure string // of the previous attempt, "" for none
	entered map[string]string
	twice   string // first entry, if it must be typed twice
	typed   string

	result string // "" until the payment ends
}

// Options are the attributes and nouns of <Pay>.
type Options struct {
	Method        string // paymentMethod: credit-card or ach-debit
	Charge        float64
	Reusable      bool     // tokenType
	Attempts      int      // limit per step
	CardTypes     []string // validCardTypes
	SecurityCode  bool
	PostalCode    string // true, false, or the postal code itself
	MinPostalCode int    // minPostalCodeLength
	AccountType   string // bankAccountType
	NamedAccount  bool   // a Parameter has the name on the account
	Prompts       []Prompt
}

func (o Options) bank() bool { return o.Method == "ach-debit" }

// Next is what follows an input of the caller.
type Next int

// What follows: further keys only; the same prompt, for a second entry; the callback and the prompt of an attempt; the
// end of the payment.
const (
	Listen Next = iota
	Repeat
	Ask
	End
)

// New returns a payment at its first attempt. One that is [Payment.Refused] must not begin.
func New(o Options) *Payment {
	p := &Payment{options: o, entered: map[string]string{}}
	p.steps = p.plan()
	p.proceed()
	return p
}

// step returns the running step.
func (p *Payment) step() step { return p.steps[0] }

// proceed begins a step.
func (p *Payment) proceed() Next {
	p.attempt, p.failure, p.typed = 1, "", ""
	return Ask
}

// Processing reports whether the payment waits for the bank, and not for a key.
func (p *Payment) Processing() bool { return p.step().full == nil }

// Press takes a key.
func (p *Payment) Press(key byte, today time.Time) Next {
	switch key {
	case '*':
		return p.finish("caller-interrupted-with-star")
	case '#':
		return p.judge(today)
	}
	p.typed += string(rune(key))
	if p.step().full(p, p.typed) {
		return p.judge(today)
	}
	return Listen
}

// TimeOut handles the end of the wait for a key, or for the bank.
func (p *Payment) TimeOut(today time.Time) Next {
	switch {
	case p.Processing():
		return p.finish("success")
	case p.typed == "":
		return p.failed("input-timeout")
	}
	return p.judge(today)
}

// judge checks what was typed, and continues with the next step if it is valid.
func (p *Payment) judge(today time.Time) Next {
	now := p.step()
	if failure := now.check(p, p.typed, today); failure != "" {
		return p.failed(failure)
	}
	switch {
	case !p.mustMatch():
	case p.twice == "":
		p.twice, p.typed = p.typed, ""
		return Repeat
	case p.twice != p.typed:
		return p.failed("input-matching-failed")
	}
	p.entered[now.name], p.twice = p.typed, ""
	p.steps = p.steps[1:]
	return p.proceed()
}

// failed tries the step again. Choice: Twilio's pages say both that the action is requested and
// that the next verb runs when a step has failed too often; the action is requested.
func (p *Payment) failed(failure string) Next {
	p.twice = ""
	if p.attempt == p.options.Attempts {
		return p.finish("too-many-failed-attempts")
	}
	p.attempt++
	p.failure, p.typed = failure, ""
	return Ask
}

func (p *Payment) finish(result string) Next {
	p.result = result
	return End
}
