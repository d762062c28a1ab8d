package voicesim

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Caller is the person at a phone. Act is called after each event of the leg, on the goroutine of
// [Run], unless an earlier input is still pending. A caller that acts a thousand times at one
// moment is hung up on.
type Caller interface {
	Act(Turn) (Input, bool)
}

// Turn is what a caller knows when it is asked for its next input.
type Turn struct {
	At        time.Duration   // since the call began
	Listening event.Listening // what the call listens for now
	Event     event.Event     // that just happened; nil after an Input without an Event
	Heard     []event.Action  // all that the call did in response, also what is not heard; must not be changed
}

// Input is the next thing that a caller does. The Event is an [event.Pressed], [event.Spoke] or [event.HungUp]; with
// nil, nothing happens and the caller gets another turn at that time.
type Input struct {
	After time.Duration // from now; negative means 0
	Event event.Event
}

// Silent is a caller that listens until the end.
type Silent struct{}

// Act never returns an input.
func (Silent) Act(Turn) (Input, bool) { return Input{}, false }

// Line is one action of a scripted caller: keys or words.
type Line struct {
	Press string // 0-9, * and #; w waits half a second and W one second
	Say   string // said to a verb that listens for speech: a Gather, a recording
	Talk  string // said to another person on the line
}

// Script is a caller that executes one line after another, each when the call has finished speaking
// and listens for it. The zero value is silent. A Script is for one call.
type Script struct {
	// HangUp makes the caller hang up on an agent behind a WebSocket that has answered the last line.
	HangUp bool

	lines   []Line
	pressed bool // the last input was a key
	begun   bool // some keys of the current line were pressed
	waited  time.Duration
}

// KeyGap is the time between two consecutive keys.
const KeyGap = 200 * time.Millisecond

// CheckKeys returns an error if keys has a character that a phone cannot send.
func CheckKeys(keys string) error {
	for _, key := range keys {
		if !strings.ContainsRune("0123456789*#wW", key) {
			return fmt.Errorf("%q in %q is not a key: use 0-9, * and #, w for half a second, W for a second", key, keys)
		}
	}
	return nil
}

// NextKey returns the first key of keys, the pause before it, and the remaining keys. ok is false
// if only pauses are left. [CheckKeys] must accept keys.
func NextKey(keys string) (key event.Pressed, pause time.Duration, rest string, ok bool) {
	for i, b := range []byte(keys) {
		switch b {
		case 'w':
			pause += 500 * time.Millisecond
		case 'W':
			pause += time.Second
		default:
			return event.Pressed{Key: b}, pause, keys[i+1:], true
		}
	}
	return event.Pressed{}, pause, "", false
}

// NewScript returns a script of lines, or an error if a line has a character that a phone cannot
// send.
func NewScript(lines ...Line) (*Script, error) {
	for _, line := range lines {
		if err := CheckKeys(line.Press); err != nil {
			return nil, err
		}
	}
	return &Script{lines: slices.Clone(lines)}, nil
}

// Act returns the next key or words if the call listens for them.
func (s *Script) Act(now Turn) (Input, bool) {
	for len(s.lines) > 0 && s.lines[0] == (Line{}) {
		s.lines, s.pressed, s.begun = s.lines[1:], false, false
	}
	if now.Listening.Prompting || now.Listening.Answering && !s.begun {
		return Input{}, false
	}
	if len(s.lines) == 0 {
		return s.leave(now)
	}
	line := &s.lines[0]
	switch {
	case line.Press != "" && now.Listening.Keys:
		return s.press(line)
	case line.Say != "" && now.Listening.Speech:
		words := line.Say
		s.lines = s.lines[1:]
		return Input{Event: event.Spoke{Text: words, Confidence: 0.9}}, true
	case line.Talk != "" && now.Listening.Talking:
		words := line.Talk
		s.lines = s.lines[1:]
		return Input{After: time.Second, Event: event.Spoke{Text: words, Confidence: 0.9}}, true
	}
	return Input{}, false
}

// goodbye is how long a caller waits for an agent that has finished: it may be about to go on, or to
// end the session.
const goodbye = 500 * time.Millisecond

// leave hangs up on an agent that has answered everything. The first Input only waits.
func (s *Script) leave(now Turn) (Input, bool) {
	if !s.HangUp || !now.Listening.Agent {
		return Input{}, false
	}
	if now.Event == nil && now.At-s.waited >= goodbye {
		return Input{Event: event.HungUp{}}, true
	}
	s.waited = now.At
	return Input{After: goodbye}, true
}

func (s *Script) press(line *Line) (Input, bool) {
	key, after, rest, ok := NextKey(line.Press)
	line.Press, s.begun = rest, true
	if !ok { // only pauses are left
		return Input{}, false
	}
	if s.pressed {
		after += KeyGap
	}
	s.pressed = true
	return Input{After: after, Event: key}, true
}

// Left returns the lines that the call never listened for.
func (s *Script) Left() []Line {
	var left []Line
	for _, line := range s.lines {
		if line != (Line{}) {
			left = append(left, line)
		}
	}
	return left
}
