package voicetest

import (
	"fmt"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
)

// Hears lets the call go on until the caller hears this text within one thing that is said: by <Say>, or by somebody else on
// the line. Case and white space are folded. It fails when the call ends, or waits for the caller, before that.
func (c *Call) Hears(text string) {
	c.t.Helper()
	want := folded(text)
	if want == "" {
		c.t.Fatal(`voicetest: Hears("") would be met by anything: say what the caller hears`)
	}
	c.until(fmt.Sprintf("the caller to hear %q", text), func(h heard) (rest string, ok bool) {
		_, rest, ok = strings.Cut(folded(h.text), want)
		return rest, ok && h.text != ""
	})
}

// Plays lets the call go on until the caller hears audio whose URL ends like this.
func (c *Call) Plays(url string) {
	c.t.Helper()
	c.until(fmt.Sprintf("the caller to hear the audio %s", url), func(h heard) (string, bool) { return "", h.url != "" && strings.HasSuffix(h.url, url) })
}

// until lets the call go on until something is heard that no step has used up.
func (c *Call) until(what string, match func(heard) (rest string, ok bool)) {
	c.t.Helper()
	for {
		for c.met < len(c.record.heard) {
			h := c.record.heard[c.met]
			if c.rest != nil { // of this one, behind what a step has met
				h.text = *c.rest
			}
			c.rest, c.met = nil, c.met+1
			if rest, ok := match(h); ok {
				if rest != "" { // two steps may be met by one thing that is said
					c.rest, c.met = &rest, c.met-1
				}
				return
			}
		}
		if c.waits() {
			c.fail("want %s, but the call waits for the caller: it heard %s", what, c.record.last())
		}
		if !c.next(c.idle()) {
			c.fail("want %s, but the call is over: it heard %s", what, c.record.last())
		}
	}
}

// Press presses keys, 0-9, * and #, as soon as the call has finished speaking and listens for them; w waits half a second and
// W a second. It fails when the call ends before.
func (c *Call) Press(keys string) {
	c.t.Helper()
	c.listen("press "+keys, func(m moment) bool { return m.Ear.Keys && !m.Ear.Prompting })
	c.keys(keys)
}

// Interrupt presses keys in the middle of what is being said.
func (c *Call) Interrupt(keys string) {
	c.t.Helper()
	c.listen("interrupt with "+keys, func(m moment) bool { return m.Ear.Keys && m.Ear.Prompting })
	c.keys(keys)
}

// keys plays the keys one after the other.
func (c *Call) keys(keys string) {
	c.t.Helper()
	if err := voicesim.CheckKeys(keys); err != nil {
		c.t.Fatalf("voicetest: %v", err)
	}
	gap := time.Duration(0)
	for keys != "" {
		key, pause, rest, ok := voicesim.NextKey(keys)
		if ok {
			c.move(gap+pause, key)
		}
		keys, gap = rest, voicesim.KeyGap
	}
}

// Say speaks as soon as the call has finished speaking and listens for words: a Gather for speech, a Record, or somebody else
// on the line. It fails when the call ends before.
func (c *Call) Say(words string) {
	c.t.Helper()
	c.listen(fmt.Sprintf("say %q", words), func(m moment) bool { return m.Ear.Talking || m.Ear.Speech && !m.Ear.Prompting })
	c.move(0, voicesim.Spoke{Text: words, Confidence: 0.9})
}

// Silence says and presses nothing when the call waits for the caller, until it has run out of patience.
// What is heard meanwhile counts for the steps that follow.
func (c *Call) Silence() {
	c.t.Helper()
	for !c.waits() {
		if !c.next(c.idle()) {
			c.fail("want to be silent, but the call is over and never waited for the caller")
		}
	}
	c.acted = c.record.done()
}

// SilenceFor says and presses nothing for a time, which costs none. It fails when the call ends before.
func (c *Call) SilenceFor(length time.Duration) {
	c.t.Helper()
	c.listen("be silent", func(m moment) bool { return m.dialled == nil })
	end := c.now.At + length
	a := answer{move: voicesim.Move{After: length}, moves: true, phone: voicesim.Stranger()}
	for c.now.At < end {
		if !c.next(a) {
			c.fail("want %s of silence, but the call ended after %s of it", length, c.result.Duration)
		}
		a = c.idle()
	}
}

// Hangup hangs up, at once.
func (c *Call) Hangup() {
	c.t.Helper()
	c.listen("hang up", func(m moment) bool { return m.dialled == nil })
	c.move(0, voicesim.HungUp{})
}

// listen lets the call go on until it is ready for a step.
func (c *Call) listen(what string, ready func(moment) bool) {
	c.t.Helper()
	for !c.stopped || c.now.dialled != nil || !ready(c.now) {
		if !c.next(c.idle()) {
			c.fail("want to %s, but the call is over and never listened for it", what)
		}
	}
}

// move does something at the phone.
func (c *Call) move(after time.Duration, ev voicesim.Event) {
	c.acted = c.record.done()
	c.next(answer{move: voicesim.Move{After: after, Event: ev}, moves: true})
}

// Ends lets the call go on to its end, with a caller who does nothing more, and fails where its status is another one:
// completed, busy, no-answer, canceled, failed. It fails also on errors that Twilio's debugger would show, see [Expect].
func (c *Call) Ends(status string) {
	c.t.Helper()
	for c.next(c.idle()) {
	}
	c.check()
	if got := string(c.result.Status); got != status {
		c.fail("the call is %s, want %s", got, status)
	}
}

func folded(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }
