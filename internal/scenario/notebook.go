package scenario

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Notebook records a call as a scenario that passes. It learns what the call listens for from the caller given to
// [Notebook.Watch]. The zero value is ready to use, for one call.
type Notebook struct {
	caller voicesim.Caller
	ear    event.Listening

	steps   []noted
	alerts  []string
	sockets []Conversed
	secret  int                       // number of variables that replace secret keys
	phones  map[string]voicesim.Phone // behavior of the dialed phones, by the SID of their call leg
	dials   map[string]*dialed        // the steps written about them
	since   time.Duration
	ended   bool

	done, acted int  // count of the application's actions, now and at the caller's last action
	waited      bool // the call waits for the caller
	silent      bool // a wait timed out since the caller's last action
}

// noted is one step: the word and its value as YAML.
type noted struct{ word, rest string }

// dialed is a phone that was dialed.
type dialed struct {
	step    int // index of the step about it
	to      string
	whisper string // keys pressed before the two calls were connected, as YAML
	secret  bool
	talk    string
}

// Watch returns a caller that acts as caller does and lets n see what each turn asks for.
func (n *Notebook) Watch(caller voicesim.Caller) voicesim.Caller {
	n.caller = caller
	return watched{n}
}

// Phones wraps the function that describes dialed phones, so that n sees their behavior. Without it, every phone is a
// [voicesim.Stranger].
func (n *Notebook) Phones(phones func(event.Call) voicesim.Phone) func(event.Call) voicesim.Phone {
	n.phones = map[string]voicesim.Phone{}
	return func(call event.Call) voicesim.Phone {
		phone := phones(call)
		n.phones[call.Sid] = phone
		n.describe(call.Sid)
		return phone
	}
}

type watched struct{ notebook *Notebook }

// Act returns the input of the wrapped caller.
func (w watched) Act(now voicesim.Turn) (voicesim.Input, bool) {
	n := w.notebook
	n.ear = now.Listening
	move, moves := n.caller.Act(now)
	if !moves && !now.Listening.Agent && (now.Listening.Keys || now.Listening.Speech) && !now.Listening.Prompting && !now.Listening.Talking && n.done > n.acted {
		n.waited = true
	}
	return move, moves
}

// Observe records one event of the call.
func (n *Notebook) Observe(e event.Entry) {
	caller := e.Leg == event.First
	unheard := slices.ContainsFunc(e.Actions, func(a event.Action) bool { _, ok := a.(event.Unheard); return ok })
	switch {
	case unheard:
	case caller:
		n.converse(e)
		n.event(e)
	default:
		n.answered(e)
	}
	for _, action := range e.Actions {
		switch a := action.(type) {
		case event.Fetch:
			if !a.Callback {
				n.applicationContinues()
			}
		case event.Dial:
			n.applicationContinues()
			n.dial(e.At, a.Call)
		case event.Warn:
			if expected := cmp.Or(a.Code, a.Rule); a.Level == alert.Error && !slices.Contains(n.alerts, expected) {
				n.alerts = append(n.alerts, expected)
			}
		default:
			if caller && !cutShort(e, action) {
				n.action(e.At, action)
			}
		}
	}
}

// event records the caller's actions and the calls that the caller is connected to.
func (n *Notebook) event(e event.Entry) {
	if after, cut := interruption(e); cut {
		n.interrupt(e, after)
		return
	}
	switch ev := e.Event.(type) {
	case event.Pressed:
		n.press(e, ev.Key)
	case event.Spoke:
		if n.act(); n.ear.Speech || n.ear.Talking {
			n.say(e.At, ev)
		}
	case event.HungUp:
		if wait := (e.At - n.since).Truncate(time.Millisecond); wait > 0 && !n.ear.Agent {
			n.note(e.At, "silence", wait.String())
		}
		n.act()
		n.note(e.At, "hangup", "")
	case event.Heard:
		if ev.Text != "" {
			n.applicationContinues()
			n.note(e.At, "hear", yamlPattern(ev.Text))
		}
	case event.Waiting:
		if ev.Sid != "" {
			n.note(e.At, "queue", yamlText(ev.Name))
		}
	case event.Joined:
		n.note(e.At, "conference", yamlText(ev.Name))
	}
}

// action records what the caller hears and how the call ends.
func (n *Notebook) action(at time.Duration, action event.Action) {
	switch a := action.(type) {
	case event.Say:
		n.applicationContinues()
		if folded(a.Text) != "" {
			n.note(at, "hear", yamlPattern(a.Text))
		}
	case event.Play:
		n.applicationContinues()
		if a.URL != "" {
			n.note(at, "hear", "{ play: "+yamlText(audio(a.URL))+" }")
		}
	case event.Record:
		n.applicationContinues()
	case event.End:
		n.applicationContinues()
		n.ended = true
		n.note(at, "ended", fmt.Sprintf("{ status: %s, by: %s }", a.Status, a.By))
	}
}

// dial records that a phone is dialed and how it behaves.
func (n *Notebook) dial(at time.Duration, call event.Call) {
	if n.dials == nil {
		n.dials = map[string]*dialed{}
	}
	n.dials[call.Sid] = &dialed{step: len(n.steps), to: call.To}
	n.note(at, "dial", "")
	n.describe(call.Sid)
}

// answered records the actions of a dialed party. Speech that their own Gather receives has no step in a scenario.
func (n *Notebook) answered(e event.Entry) {
	d := n.dials[e.Sid]
	if d == nil {
		return
	}
	switch ev := e.Event.(type) {
	case event.Pressed:
		switch {
		case e.Secret && !d.secret:
			n.secret++
			d.secret, d.whisper = true, fmt.Sprintf("${KEY_%d}", n.secret)
		case !d.secret:
			d.whisper += string(rune(ev.Key))
		}
	case event.Spoke:
		d.talk = ev.Text
	}
	n.describe(e.Sid)
}

// describe writes the step about a phone: how it differs from a [voicesim.Stranger].
func (n *Notebook) describe(sid string) {
	d := n.dials[sid]
	if d == nil {
		return
	}
	usual := voicesim.DefaultPhone()
	phone, seen := n.phones[sid]
	if !seen {
		phone = usual
	}
	step := &n.steps[d.step]
	if phone.Refuses != "" {
		step.rest = fmt.Sprintf("{ to: %s, then: %s }", yamlText(d.to), phone.Refuses)
		return
	}
	rest := ""
	switch {
	case d.secret:
		rest += ", whisper_press: " + `"` + d.whisper + `"`
	case d.whisper != "":
		rest += ", whisper_press: " + quotedText(d.whisper)
	}
	if d.talk != "" {
		rest += ", talk: " + quotedText(strings.ReplaceAll(d.talk, "${", "$${"))
	}
	if phone.HangUpAfter != usual.HangUpAfter && phone.HangUpAfter > 0 {
		rest += ", hangup_after: " + phone.HangUpAfter.String()
	}
	step.rest = yamlText(d.to)
	if rest != "" {
		step.rest = "{ to: " + step.rest + rest + " }"
	}
}

// press appends a key to the step before, if no other event came between.
func (n *Notebook) press(e event.Entry, pressed byte) {
	n.act()
	if !n.ear.Keys {
		return // a connected party heard the key; the application does not see it
	}
	if e.Secret {
		n.secret++
		n.note(e.At, "press", fmt.Sprintf("${KEY_%d}", n.secret))
		return
	}
	if last := len(n.steps) - 1; last >= 0 && n.steps[last].word == "press" && n.steps[last].rest[0] == '"' {
		n.steps[last].rest = n.steps[last].rest[:len(n.steps[last].rest)-1] + string(rune(pressed)) + `"`
		n.since = e.At
		return
	}
	n.note(e.At, "press", `"`+string(rune(pressed))+`"`)
}

func (n *Notebook) say(at time.Duration, ev event.Spoke) {
	said := yamlText(ev.Text)
	if ev.Confidence != usualConfidence {
		said = fmt.Sprintf("{ text: %s, confidence: %g }", said, ev.Confidence)
	}
	n.note(at, "say", said)
}

// act records that the caller did something.
func (n *Notebook) act() {
	n.acted, n.waited, n.silent = n.done, false, false
}

// applicationContinues records that the application did something. If it had waited for the caller, the caller was silent.
func (n *Notebook) applicationContinues() {
	if n.waited && !n.silent && !n.ended {
		n.silent = true
		n.steps = append(n.steps, noted{"silence", ""})
	}
	n.waited = false
	n.done++
}

func (n *Notebook) note(at time.Duration, word, rest string) {
	n.since = at
	n.steps = append(n.steps, noted{word, rest})
}

// audio returns a URL without its host, and so without a password.
func audio(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Path == "" {
		return raw
	}
	return u.RequestURI()
}
