package emulator

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim"
)

// readWires reads what surrounds a call: callbacks, limits, detection, recording.
func readWires(form url.Values, c *voicesim.Call) error {
	fallback, err := readHook(withMethod(form, "FallbackUrl", "FallbackMethod"), "FallbackUrl")
	if err != nil {
		return err
	}
	c.FallbackURL, c.FallbackMethod = fallback.url, fallback.method
	for _, read := range []func(url.Values, *voicesim.Call) error{readStatus, readLimits, readDigits, readDetection, readRecording} {
		if err := read(form, c); err != nil {
			return err
		}
	}
	return nil
}

// readStatus reads who is told of the call's progress. Twilio's code for an event that is none is 21626.
func readStatus(form url.Values, c *voicesim.Call) error {
	h, err := readEvents(form, "StatusCallback", "initiated", "ringing", "answered", "completed")
	c.Status = h
	return err
}

// readEvents reads a URL, its method, and the events that it wants to hear of, which may be several values, or one with spaces.
func readEvents(form url.Values, name string, known ...string) (voicesim.Hook, error) {
	to, err := readHook(form, name)
	if err != nil {
		return voicesim.Hook{}, err
	}
	h := voicesim.Hook{URL: to.url, Method: to.method}
	for _, value := range form[name+"Event"] {
		for _, event := range strings.Fields(value) {
			if !slices.Contains(known, event) {
				return h, invalid(21626, "%sEvent %s is not one of %s", name, event, strings.Join(known, ", "))
			}
			h.Events = append(h.Events, event)
		}
	}
	return h, nil
}

func readLimits(form url.Values, c *voicesim.Call) (err error) {
	if c.Timeout, err = readSeconds(form, "Timeout", 1, 600); err != nil {
		return err
	}
	c.TimeLimit, err = readSeconds(form, "TimeLimit", 1, 24*60*60)
	return err
}

func readSeconds(form url.Values, name string, least, most int) (time.Duration, error) {
	text := form.Get(name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, invalid(badParameter, "%s %q is not a number of seconds from %d to %d", name, text, least, most)
	}
	return time.Duration(n) * time.Second, nil
}

// readDigits reads what is pressed when somebody answers: 32 at the most, and no machine is looked for then.
func readDigits(form url.Values, c *voicesim.Call) error {
	keys := form.Get("SendDigits")
	if len(keys) > 32 || strings.Trim(keys, "0123456789ABCD#*wW") != "" {
		return invalid(badParameter, "SendDigits %q may be 32 of 0-9, A-D, #, *, w and W", keys)
	}
	c.SendDigits = keys
	return nil
}

// readDetection reads what the application wants to know of whoever answers.
//
// https://www.twilio.com/docs/voice/answering-machine-detection
func readDetection(form url.Values, c *voicesim.Call) error {
	switch mode := form.Get("MachineDetection"); mode {
	case "", "Enable", "DetectMessageEnd":
		c.Detection.Mode = mode
	default:
		return invalid(badParameter, "MachineDetection %s is not Enable or DetectMessageEnd", mode)
	}
	if form.Get("AsyncAmd") != "true" {
		return nil
	}
	to, err := readHook(form, "AsyncAmdStatusCallback")
	if to.url == "" {
		c.Detection.Mode = "" // nobody is told, and nobody waits
	}
	c.Detection.Hook = voicesim.Hook{URL: to.url, Method: to.method}
	return err
}

// readRecording reads whether the call is recorded from its answer.
func readRecording(form url.Values, c *voicesim.Call) error {
	on, err := flag(form, "Record")
	if err != nil || on == nil || !*on {
		return err
	}
	tape, err := readTape(form, "mono")
	tape.Source = "OutboundAPI"
	c.Tape = &tape
	return err
}

// readTape reads how something is recorded.
func readTape(form url.Values, channels string) (voicesim.Tape, error) {
	var t voicesim.Tape
	text, err := readOne(channels, "mono", "dual")("RecordingChannels", form.Get("RecordingChannels"))
	if err != nil {
		return t, err
	}
	t.Dual = text == "dual"
	if t.Track, err = readOne("both", "inbound", "outbound")("RecordingTrack", form.Get("RecordingTrack")); err != nil {
		return t, err
	}
	t.Hook, err = readEvents(form, "RecordingStatusCallback", "in-progress", "completed", "absent")
	return t, err
}
