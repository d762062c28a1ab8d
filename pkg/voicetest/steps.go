package voicetest

import (
	"fmt"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Hears continues the call until this text is heard within one thing that is said: by <Say>, or by
// another person on the line. Case and white space are folded. It fails if the call ends, or waits
// for this party, first.
func (p *party) Hears(text string) {
	p.call.t.Helper()
	want := p.folded("Hears", text)
	p.hear(fmt.Sprintf("to hear %q", text), func(h heard) (before, rest string, ok bool) {
		before, rest, ok = strings.Cut(folded(h.text), want)
		return before, rest, ok && h.text != ""
	})
}

// Plays continues the call until audio is heard whose URL ends with url.
func (p *party) Plays(url string) {
	p.call.t.Helper()
	p.hear(fmt.Sprintf("to hear the audio %s", url), func(h heard) (string, string, bool) {
		return "", "", h.url != "" && strings.HasSuffix(h.url, url)
	})
}

// NotHears fails the test if this text is heard before the next step Hears or Plays is met, or
// before the end if there is no such step.
func (p *party) NotHears(text string) {
	p.call.t.Helper()
	p.refuses = append(p.refuses, p.folded("NotHears", text))
}

// folded returns the text of a step with case and white space folded.
func (p *party) folded(step, text string) string {
	p.call.t.Helper()
	want := folded(text)
	if want == "" {
		p.call.t.Fatalf(`voicetest: %s("") would match anything: give the expected text`, step)
	}
	return want
}

// hear continues the call until something matching is heard that no step has consumed.
func (p *party) hear(what string, match func(heard) (before, rest string, ok bool)) {
	p.call.t.Helper()
	defer p.begins()()
	for more := true; !p.consume(match); {
		switch {
		case !more:
			p.call.fail("want %s %s, but %s: it heard %s", p.name, what, p.gone(), p.heardLast())
		case p.waits():
			p.call.fail("want %s %s, but the call waits for %s: it heard %s", p.name, what, p.name, p.heardLast())
		}
		more = p.next()
	}
	p.refuses = nil
}

// consume consumes what was heard, up to what matches.
func (p *party) consume(match func(heard) (before, rest string, ok bool)) bool {
	p.call.t.Helper()
	for p.met < len(p.leg.heard) {
		h := p.leg.heard[p.met]
		if p.rest != nil { // of this thing, after what a step has met
			h.text = *p.rest
		}
		before, rest, ok := match(h)
		if !ok {
			before = h.text
		}
		for _, text := range p.refuses {
			if strings.Contains(folded(before), text) {
				p.call.fail("want %s not to hear %q, but it heard %q", p.name, text, p.leg.heard[p.met].text)
			}
		}
		p.rest, p.met = nil, p.met+1
		if ok {
			if rest != "" { // one thing that is said may meet two steps
				p.rest, p.met = &rest, p.met-1
			}
			return true
		}
	}
	return false
}

// Press presses keys, 0-9, * and #, as soon as the call has finished speaking and listens for them;
// w waits half a second and W one second. It fails if the call ends first.
func (p *party) Press(keys string) {
	p.call.t.Helper()
	defer p.begins()()
	p.listen("press "+keys, func(ear event.Listening) bool { return ear.Keys && !ear.Prompting && !ear.Answering })
	p.keys(keys)
}

// Interrupt presses keys while something is being said.
func (p *party) Interrupt(keys string) {
	p.call.t.Helper()
	defer p.begins()()
	p.listen("interrupt with "+keys, func(ear event.Listening) bool { return ear.Keys && ear.Prompting })
	p.keys(keys)
}

// keys presses keys one after the other.
func (p *party) keys(keys string) {
	p.call.t.Helper()
	if err := voicesim.CheckKeys(keys); err != nil || keys == "" {
		p.call.t.Fatalf("voicetest: %v", keysMistake(err))
	}
	gap := time.Duration(0)
	for keys != "" {
		key, pause, rest, ok := voicesim.NextKey(keys)
		if ok {
			p.do(p.call.at+gap+pause, key)
		}
		keys, gap = rest, voicesim.KeyGap
	}
}

func keysMistake(err error) error {
	if err != nil {
		return err
	}
	return fmt.Errorf("no key to press was given")
}

// Say speaks as soon as the call has finished speaking and listens for speech: a Gather for speech,
// a Record, another person on the line, or an agent behind a WebSocket that has answered the last
// input. It fails if the call ends first.
func (p *party) Say(words string) {
	p.call.t.Helper()
	defer p.begins()()
	p.listen(fmt.Sprintf("say %q", words), func(ear event.Listening) bool { return ear.Talking || ear.Speech && !ear.Prompting && !ear.Answering })
	p.do(p.call.at, event.Spoke{Text: words, Confidence: 0.9})
}

// Silence gives no input when the call waits, until the call stops waiting. What is heard in the
// meantime counts for the following steps.
func (p *party) Silence() {
	p.call.t.Helper()
	defer p.begins()()
	for !p.waits() {
		if !p.next() {
			p.call.fail("want %s to be silent, but %s and never waited", p.name, p.gone())
		}
	}
	p.acted = p.leg.done()
}

// SilenceFor gives no input for a length of virtual time. It fails if the call ends first.
func (p *party) SilenceFor(length time.Duration) {
	p.call.t.Helper()
	defer p.begins()()
	p.listen("be silent", func(event.Listening) bool { return true })
	if began := p.call.at; !p.pass(began + length) {
		p.call.fail("want %s of silence, but %s after %s", length, p.gone(), p.call.at-began)
	}
}

// Hangup hangs up immediately.
func (p *party) Hangup() {
	p.call.t.Helper()
	p.listen("hang up", func(event.Listening) bool { return true })
	p.do(p.call.at, event.HungUp{})
}

// Ends continues the call to its end, with a caller who does nothing more, and fails if its status
// is another one: completed, busy, no-answer, canceled, failed. It also fails for errors that
// Twilio's debugger would show, see [Expect].
func (c *Call) Ends(status string) {
	c.t.Helper()
	for c.next(c.defaultAnswer()) {
	}
	c.check()
	if got := string(c.result.Status); got != status {
		c.fail("the call is %s, want %s", got, status)
	}
}

func folded(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }
