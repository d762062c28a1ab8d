package scenario

import (
	"fmt"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// press is the step `press: "1"`.
type press struct{ keys string }

func makePress(f fields) stepAction { return press{f.text("keys")} }

func (s press) begin(p *play) runningStep { return &pressing{left: s.keys, target: p.acts} }

func (s press) wants() string { return fmt.Sprintf("the call accepts the keys %s", s.keys) }

// pressing presses keys one after the other, each when the call listens for it.
type pressing struct {
	callerActs
	left   string
	target int // the caller's acts after the last key has arrived
	begun  bool
}

func (t *pressing) look(p *play) bool { return t.left == "" && p.acts >= t.target }

func (t *pressing) move(p *play, now voicesim.Turn) (voicesim.Input, bool) {
	if now.Listening.Answering = now.Listening.Answering && !t.begun; !now.Listening.Keys || !p.ready(now.Listening) {
		return voicesim.Input{}, false // an agent answers the first of several keys
	}
	key, after, rest, ok := voicesim.NextKey(t.left)
	if t.begun {
		after += voicesim.KeyGap
	}
	t.left = rest
	if !ok { // only pauses were left
		return voicesim.Input{After: after}, after > 0
	}
	t.begun = true
	t.target++
	return voicesim.Input{After: after, Event: key}, true
}

// usualConfidence is a recognizer's confidence for clear speech.
const usualConfidence = 0.9

// say is the step `say: It is about my invoice`.
type say struct {
	text       string
	confidence float64
	partials   []string
}

func makeSay(f fields) stepAction {
	return say{f.text("text"), f.fraction("confidence", usualConfidence), f.texts("partials")}
}

func (s say) begin(p *play) runningStep { return &saying{say: s, target: p.acts + 1} }

func (s say) wants() string { return fmt.Sprintf("the call accepts speech: %q", s.text) }

// saying speaks once, when the call listens for speech or another party is on the line.
type saying struct {
	callerActs
	say    say
	target int
	said   bool
}

func (t *saying) look(p *play) bool { return p.acts >= t.target }

func (t *saying) move(p *play, now voicesim.Turn) (voicesim.Input, bool) {
	ear := now.Listening
	if t.said || !ear.Talking && (!ear.Speech || !p.ready(ear)) {
		return voicesim.Input{}, false
	}
	t.said = true
	move := voicesim.Input{Event: event.Spoke{Text: t.say.text, Confidence: t.say.confidence, Partials: t.say.partials}}
	if ear.Talking {
		move.After = time.Second // the other party has just answered
	}
	return move, true
}

// hangup is the step `hangup`.
type hangup struct{}

func (hangup) begin(p *play) runningStep { return &hangingUp{target: p.acts + 1} }

func (hangup) wants() string { return "the caller hangs up" }

type hangingUp struct {
	callerActs
	target int
}

func (t *hangingUp) look(p *play) bool { return p.acts >= t.target }

func (t *hangingUp) move(*play, voicesim.Turn) (voicesim.Input, bool) {
	return voicesim.Input{Event: event.HungUp{}}, true
}
