package calls

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// caller repeats the input of a recording: one input for each recorded request, as soon as the call has finished
// speaking.
type caller struct {
	track   *recordedLeg
	page    int    // the page that rest belongs to
	rest    string // keys still to be pressed
	begun   bool
	until   time.Duration // when the caller finishes a message
	talking bool
	hidden  bool // the recording does not contain the input
}

// Act returns the next key or words.
func (c *caller) Act(now voicesim.Turn) (voicesim.Input, bool) {
	if now.Listening.Agent {
		in, hidden, ok := c.track.talk.act(now)
		c.hidden = hidden
		return in, ok
	}
	params := c.track.following()
	if c.page != c.track.next {
		*c = caller{track: c.track, page: c.track.next}
	}
	if at, ok := c.track.leaves(params); ok {
		return voicesim.Input{After: at - now.At, Event: event.HungUp{}}, true
	}
	if params == nil || now.Listening.Prompting && !c.talking || now.Listening.Secret {
		return voicesim.Input{}, false
	}
	if params.Get("RecordingSid") != "" || params.Get("RecordingUrl") != "" {
		return c.leave(now, params)
	}
	switch said := params.Get("SpeechResult"); {
	case c.begun:
	case said != "" && now.Listening.Speech:
		c.begun = true
		return voicesim.Input{Event: event.Spoke{Text: said, Confidence: confidence(params)}}, true
	case params.Get("Digits") != "" && now.Listening.Keys:
		c.begun = true
		c.rest = params.Get("Digits")
		if c.rest == capture.Redacted {
			c.rest, c.hidden = "0", true
		}
		return c.press(0)
	}
	return c.press(voicesim.KeyGap)
}

// press returns the next key.
func (c *caller) press(after time.Duration) (voicesim.Input, bool) {
	key, pause, rest, ok := voicesim.NextKey(c.rest)
	c.rest = rest
	if !ok || !strings.ContainsRune("0123456789*#", rune(key.Key)) {
		return voicesim.Input{}, false
	}
	return voicesim.Input{After: after + pause, Event: key}, true
}

// leave records a message as long as the original, and ends it the same way.
func (c *caller) leave(now voicesim.Turn, params url.Values) (voicesim.Input, bool) {
	length, err := time.ParseDuration(cmp.Or(params.Get("RecordingDuration"), "5") + "s")
	switch {
	case err != nil || !now.Listening.Speech && !c.begun:
		return voicesim.Input{}, false
	case !c.begun:
		c.begun, c.talking, c.until = true, true, now.At+length
		return voicesim.Input{Event: event.Spoke{Text: speechOf(length), Confidence: 0.9}}, true
	case !c.talking:
		return voicesim.Input{}, false
	case now.At < c.until:
		return voicesim.Input{After: c.until - now.At}, true
	}
	c.talking = false
	switch end := params.Get("Digits"); {
	case end == "hangup":
		return voicesim.Input{Event: event.HungUp{}}, true
	case len(end) == 1 && strings.Contains("0123456789*#", end):
		return voicesim.Input{Event: event.Pressed{Key: end[0]}}, true
	}
	return voicesim.Input{}, false
}

// speechOf returns speech of this length: simulated callers speak 15 characters per second.
func speechOf(length time.Duration) string {
	n := max(1, int(length*15/time.Second))
	return strings.Repeat("la ", n/3+1)[:n-1] + "."
}

func confidence(params url.Values) float64 {
	if c, err := strconv.ParseFloat(params.Get("Confidence"), 64); err == nil && c > 0 && c <= 1 {
		return c
	}
	return 0.9
}
