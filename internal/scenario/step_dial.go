package scenario

import (
	"fmt"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// dial is the step `dial: {to: +15105550100, then: no-answer}`: the phone of another party.
type dial struct {
	expects
	to, then    string
	after       time.Duration
	whisper     string
	talk        string
	hangUpAfter time.Duration
	rings       bool // after is set
}

func makeDial(f fields) stepAction {
	stranger := voicesim.DefaultPhone()
	return dial{
		to: f.text("to"), then: f.text("then"), after: f.length("after", stranger.After), rings: f.has("after"),
		whisper: f.text("whisper_press"), talk: f.text("talk"), hangUpAfter: f.length("hangup_after", stranger.HangUpAfter),
	}
}

func (d dial) begin(*play) runningStep { return d }

func (d dial) wants() string { return fmt.Sprintf("the application dials %s", d.to) }

// look succeeds as soon as the phone of this step is dialed.
func (d dial) look(p *play) bool {
	if !p.described[p.index] {
		return false
	}
	for i := p.line.cursor; i < len(p.line.all); i++ {
		if call := p.line.all[i].dialed; call != nil && d.is(*call) {
			p.line.cursor = i + 1
			break
		}
	}
	return true
}

// is reports whether call is to the step's number. Punctuation does not matter, nor does the country code in North
// America.
func (d dial) is(call event.Call) bool { return normalized(d.to) == normalized(call.To) }

func normalized(to string) string {
	if number, ok := e164.Parse(to); ok {
		return number
	}
	return to
}

// phone returns how the phone behaves. Keys that are not set keep the behavior of a [voicesim.Stranger].
func (d dial) phone() voicesim.Phone {
	switch d.then {
	case "busy", "failed":
		return voicesim.Phone{After: d.after, Refuses: event.Status(d.then)}
	case "no-answer":
		if !d.rings {
			return voicesim.Phone{Refuses: event.NoAnswer}
		}
		return voicesim.Phone{After: d.after, Refuses: event.NoAnswer}
	}
	script, err := voicesim.NewScript(voicesim.Line{Press: d.whisper}, voicesim.Line{Talk: d.talk})
	if err != nil {
		panic(err) // the keys were checked by Load
	}
	return voicesim.Phone{After: d.after, Machine: d.then == "machine", HangUpAfter: d.hangUpAfter, Caller: script}
}

// describe finds the steps for phones that are dialed together: the running step or later ones. If none matches and the
// running step waits for a dial, the application dialed the wrong numbers.
func (p *play) describe(dialed []event.Call) {
	var to []string
	described := false
	for _, call := range dialed {
		to = append(to, call.To)
		described = p.describes(call) || described
	}
	if _, waits := p.turn.(dial); waits && len(dialed) > 0 && !described {
		p.fail("it dials %s", strings.Join(to, " and "))
	}
}

func (p *play) describes(call event.Call) bool {
	for i := p.index; i < len(p.scenario.steps); i++ {
		if d, ok := p.scenario.steps[i].stepAction.(dial); ok && !p.described[i] && d.is(call) {
			p.described[i] = true
			p.phones[call.Sid] = d.phone()
			return true
		}
	}
	return false
}

// phone returns how a ringing phone behaves.
func (p *play) phone(call event.Call) voicesim.Phone {
	if phone, ok := p.phones[call.Sid]; ok {
		return phone
	}
	return voicesim.DefaultPhone()
}
