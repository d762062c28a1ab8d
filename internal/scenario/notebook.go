package scenario

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Notebook writes a call down as it happens, as a scenario that passes. It sees what the call listens for through the caller
// whom it watches. The zero value is ready; it is for one call.
type Notebook struct {
	caller voicesim.Caller
	ear    event.Listening

	steps  []noted
	alerts []string
	secret int                       // variables that stand for keys which are not to be shown
	phones map[string]voicesim.Phone // how those behave that were dialed, by the SIDs of their legs
	dials  map[string]*dialed        // what is written about them
	since  time.Duration
	ended  bool

	done, acted int  // what the application has done; the same when the caller did something last
	waited      bool // the call waits for the caller
	silent      bool // it has waited in vain since the caller did something
}

// noted is one step: the word, and what stands behind it as YAML.
type noted struct{ word, rest string }

// dialed is a phone that was dialed.
type dialed struct {
	step    int // about it
	to      string
	whisper string // the keys that were pressed before the two were connected, as YAML
	secret  bool
	talk    string
}

// Watch sees what a caller is asked.
func (n *Notebook) Watch(caller voicesim.Caller) voicesim.Caller {
	n.caller = caller
	return watched{n}
}

// Phones sees how phones behave that are dialed. Without it all are a [voicesim.Stranger].
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

// Act is that of the caller who is watched.
func (w watched) Act(now voicesim.Turn) (voicesim.Input, bool) {
	n := w.notebook
	n.ear = now.Listening
	move, moves := n.caller.Act(now)
	if !moves && (now.Listening.Keys || now.Listening.Speech) && !now.Listening.Prompting && !now.Listening.Talking && n.done > n.acted {
		n.waited = true
	}
	return move, moves
}

// Observe takes in one thing that happened.
func (n *Notebook) Observe(e event.Entry) {
	caller := e.Leg == event.First
	unheard := slices.ContainsFunc(e.Actions, func(a event.Action) bool { _, ok := a.(event.Unheard); return ok })
	switch {
	case unheard:
	case caller:
		n.event(e)
	default:
		n.answered(e)
	}
	for _, action := range e.Actions {
		switch a := action.(type) {
		case event.Fetch:
			if !a.Callback {
				n.goesOn()
			}
		case event.Dial:
			n.goesOn()
			n.dial(e.At, a.Call)
		case event.Warn:
			if a.Level == alert.Error && !slices.Contains(n.alerts, a.Code) {
				n.alerts = append(n.alerts, a.Code)
			}
		default:
			if caller {
				n.action(e.At, action)
			}
		}
	}
}

// event is what the caller does, and whom the caller meets.
func (n *Notebook) event(e event.Entry) {
	switch ev := e.Event.(type) {
	case event.Pressed:
		n.press(e, ev.Key)
	case event.Spoke:
		if n.act(); n.ear.Speech || n.ear.Talking {
			n.say(e.At, ev)
		}
	case event.HungUp:
		if wait := (e.At - n.since).Truncate(time.Millisecond); wait > 0 {
			n.note(e.At, "silence", wait.String())
		}
		n.act()
		n.note(e.At, "hangup", "")
	case event.Heard:
		if ev.Text != "" {
			n.goesOn()
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

// action is what the caller hears, and how the call ends.
func (n *Notebook) action(at time.Duration, action event.Action) {
	switch a := action.(type) {
	case event.Say:
		n.goesOn()
		if folded(a.Text) != "" {
			n.note(at, "hear", yamlPattern(a.Text))
		}
	case event.Play:
		n.goesOn()
		if a.URL != "" {
			n.note(at, "hear", "{ play: "+yamlText(audio(a.URL))+" }")
		}
	case event.Record:
		n.goesOn()
	case event.End:
		n.goesOn()
		n.ended = true
		n.note(at, "ended", fmt.Sprintf("{ status: %s, by: %s }", a.Status, a.By))
	}
}

// dial notes that a phone is dialed, and how it behaves.
func (n *Notebook) dial(at time.Duration, call event.Call) {
	if n.dials == nil {
		n.dials = map[string]*dialed{}
	}
	n.dials[call.Sid] = &dialed{step: len(n.steps), to: call.To}
	n.note(at, "dial", "")
	n.describe(call.Sid)
}

// answered is what somebody does who was dialed. Words that a Gather of theirs takes cannot be written.
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

// describe writes the step about a phone: what it does otherwise than a stranger would.
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

// press adds a key to those before it, where nothing lies between.
func (n *Notebook) press(e event.Entry, pressed byte) {
	n.act()
	if !n.ear.Keys {
		return // somebody else on the line has heard it; nothing comes of that
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

// act notes that the caller does something.
func (n *Notebook) act() {
	n.acted, n.waited, n.silent = n.done, false, false
}

// goesOn notes that the application does something. Where it had waited for the caller, the caller was silent.
func (n *Notebook) goesOn() {
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

// audio is a URL without its host, and so without a password.
func audio(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Path == "" {
		return raw
	}
	return u.RequestURI()
}
