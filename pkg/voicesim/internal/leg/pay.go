package leg

import (
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/pay"
)

// payment is a running <Pay> (https://www.twilio.com/docs/voice/twiml/pay).
type payment struct {
	*pay.Payment
	set     settings
	next    followUp
	hook    event.Hook
	timeout time.Duration

	prompts prompts
	timer   int
}

// startPay runs <Pay>.
func startPay(m *Machine, el *twiml.Element) activity {
	set := read(el)
	p := &payment{
		Payment: pay.New(payOptions(set)),
		set:     set, next: set.itself(m), hook: set.hook(m, "statusCallback"), timeout: set.seconds("timeout", 5),
	}
	if params := p.Refused(); params != nil {
		m.settle(p.next, params)
		return nil
	}
	p.ask(m)
	return p
}

// payOptions reads the attributes and nouns of <Pay>.
func payOptions(set settings) pay.Options {
	o := pay.Options{
		Method:        set.or("paymentMethod", "credit-card"),
		Reusable:      set.or("tokenType", "reusable") == "reusable",
		Attempts:      1 + set.whole("maxAttempts", 1), // it is the number of retries
		CardTypes:     strings.Fields(set.or("validCardTypes", "visa mastercard amex")),
		SecurityCode:  set.is("securityCode", true),
		PostalCode:    set.or("postalCode", "true"),
		MinPostalCode: set.whole("minPostalCodeLength", 1),
		AccountType:   set.or("bankAccountType", "consumer-checking"),
	}
	if amount, err := strconv.ParseFloat(set.or("chargeAmount", "0"), 64); err == nil {
		o.Charge = amount
	}
	for _, noun := range set.nouns() {
		switch noun.el.Name {
		case "Parameter":
			o.NamedAccount = o.NamedAccount || noun.or("name", "") == "AVSName"
		case "Prompt":
			o.Prompts = append(o.Prompts, payPrompt(noun))
		}
	}
	return o
}

func payPrompt(noun settings) pay.Prompt {
	prompt := pay.Prompt{
		For: noun.words("for"), Attempt: noun.words("attempt"), ErrorType: noun.words("errorType"), CardType: noun.words("cardType"),
		Matching: noun.is("requireMatchingInputs", false),
	}
	for _, verb := range noun.nouns() {
		prompt.Verbs = append(prompt.Verbs, verb.el)
	}
	return prompt
}

// words returns the words of an attribute, nil if it is not set.
func (s settings) words(name string) []string {
	value, ok := s.text(name)
	if !ok {
		return nil
	}
	return strings.Fields(value)
}

// ask begins an attempt: the application gets a callback, and the caller a prompt.
func (p *payment) ask(m *Machine) {
	params := p.Callback()
	params.Set("AccountSid", m.call.AccountSid)
	params.Set("CallSid", m.call.Sid)
	m.notify(event.PurposePay, p.hook, params)
	p.prompt(m)
}

// prompt says what the caller must type, and waits for it.
func (p *payment) prompt(m *Machine) {
	p.timer = 0
	verbs, ok := p.Prompt()
	switch {
	case !ok:
		p.prompts.say(m, event.Say{Text: p.StandardPrompt(), Language: p.set.or("language", ""), Loop: 1, Pos: p.set.el.Pos})
	case p.prompts.play(m, verbs):
		p.await(m)
	}
}

// await waits for a key, or for the bank.
func (p *payment) await(m *Machine) {
	if p.Processing() {
		p.timer = m.wait(paymentTime)
		return
	}
	p.timer = m.wait(p.timeout)
}

// paymentTime is how long the bank takes. Choice: it always accepts.
const paymentTime = time.Second

// listens keeps input secret also during processing, because a surplus key may be a digit of the
// card.
func (p *payment) listens(*Machine) event.Listening {
	return event.Listening{Keys: !p.Processing(), Prompting: p.prompts.sounding(), Secret: true}
}

func (p *payment) on(m *Machine, ev event.Event) bool {
	switch ev := ev.(type) {
	case event.Pressed: // the first key ends the prompt
		p.prompts.stop()
		return p.proceed(m, p.Press(ev.Key, m.clock()))
	case event.Elapsed:
		if ev.ID == p.timer && p.timer != 0 {
			return p.proceed(m, p.TimeOut(m.clock()))
		}
	}
	if p.prompts.on(m, ev) {
		p.await(m)
	}
	return false
}

// proceed does what follows an input.
func (p *payment) proceed(m *Machine, next pay.Next) (over bool) {
	switch next {
	case pay.Listen:
		p.timer = m.wait(p.timeout)
	case pay.Repeat:
		p.prompt(m)
	case pay.Ask:
		p.ask(m)
	case pay.End:
		return m.settle(p.next, p.Outcome(m.sid))
	}
	return false
}

// leave reports to the application that the caller has hung up.
func (p *payment) leave(m *Machine, why leaveReason) {
	if why == callEnded {
		m.report(p.next, p.Outcome(m.sid))
	}
}
