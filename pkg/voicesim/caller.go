package voicesim

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Caller is the person at a phone. Act is called after each event of the leg, unless an earlier input is still to come, on the
// goroutine of [Run]. A caller that acts a thousand times at one moment is hung up on.
type Caller interface {
	Act(Turn) (Input, bool)
}

// Turn is what a caller knows when it is asked.
type Turn struct {
	At        time.Duration   // since the call began
	Listening event.Listening // what the call listens for now
	Event     event.Event     // what just happened; nil after an Input without an Event
	Heard     []event.Action  // all that the call did about it, not only what is heard; must not be changed
}

// Input is what a caller does next. The Event is a [event.Pressed], [event.Spoke] or [event.HungUp]; nil only asks to be asked again then.
type Input struct {
	After time.Duration // from now; a negative time is 0
	Event event.Event
}

// Silent is a caller that listens to the end.
type Silent struct{}

// Act is never one.
func (Silent) Act(Turn) (Input, bool) { return Input{}, false }

// Line is what a scripted caller does once: keys or words.
type Line struct {
	Press string // 0-9, * and #; w waits half a second and W a second
	Say   string // to whatever listens for speech: a Gather, a recording
	Talk  string // to another person on the line
}

// Script is a caller that does one line after the other, each as soon as the call has finished speaking and waits for it.
// The zero value is silent. It is for one call.
type Script struct {
	lines   []Line
	pressed bool // the last move was a key
}

// KeyGap is the time between two keys that are pressed one after the other.
const KeyGap = 200 * time.Millisecond

// CheckKeys says what in a row of keys no phone can send.
func CheckKeys(keys string) error {
	for _, key := range keys {
		if !strings.ContainsRune("0123456789*#wW", key) {
			return fmt.Errorf("%q in %q is not a key: use 0-9, * and #, w for half a second, W for a second", key, keys)
		}
	}
	return nil
}

// NextKey returns the first key of a row, how long to pause before it, and the rest of the row. ok is false if only a pause is
// left. The row is one that [CheckKeys] lets pass.
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

// NewScript checks the lines; a character that no phone can send is an error.
func NewScript(lines ...Line) (*Script, error) {
	for _, line := range lines {
		if err := CheckKeys(line.Press); err != nil {
			return nil, err
		}
	}
	return &Script{lines: slices.Clone(lines)}, nil
}

// Act is the next key or the next words, if the call listens for them.
func (s *Script) Act(now Turn) (Input, bool) {
	for len(s.lines) > 0 && s.lines[0] == (Line{}) {
		s.lines, s.pressed = s.lines[1:], false
	}
	if len(s.lines) == 0 || now.Listening.Prompting {
		return Input{}, false
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

func (s *Script) press(line *Line) (Input, bool) {
	key, after, rest, ok := NextKey(line.Press)
	line.Press = rest
	if !ok { // only pauses were left
		return Input{}, false
	}
	if s.pressed {
		after += KeyGap
	}
	s.pressed = true
	return Input{After: after, Event: key}, true
}

// Left is what the call never listened for.
func (s *Script) Left() []Line {
	var left []Line
	for _, line := range s.lines {
		if line != (Line{}) {
			left = append(left, line)
		}
	}
	return left
}
