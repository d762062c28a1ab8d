package api

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/live"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// readCallOptions reads the callbacks, limits, detection and recording of a call.
func readCallOptions(form url.Values, c *live.OutgoingCall) error {
	fallback, err := readPair(form, "FallbackUrl", "FallbackMethod")
	if err != nil {
		return err
	}
	c.FallbackURL, c.FallbackMethod = fallback.URL, fallback.Method
	for _, read := range []func(url.Values, *live.OutgoingCall) error{readStatus, readLimits, readDigits, readDetection, readRecording} {
		if err := read(form, c); err != nil {
			return err
		}
	}
	return nil
}

// readStatus reads the status callback. Each event is a separate StatusCallbackEvent. A value that
// is not an event, such as "initiated ringing" or "initiated,ringing", does not prevent the call:
// Twilio's debugger shows 21626, and Twilio reports no events
// (https://www.twilio.com/docs/api/errors/21626).
func readStatus(form url.Values, c *live.OutgoingCall) error {
	to, err := readHook(form, "StatusCallback")
	if err != nil {
		return err
	}
	known := []string{"initiated", "ringing", "answered", "completed"}
	c.Status = event.Hook{URL: to.URL, Method: to.Method}
	for _, event := range form["StatusCallbackEvent"] {
		if !slices.Contains(known, event) {
			c.Status.Events = []string{}
			c.AddAlert("21626", "StatusCallbackEvent %q is not one of %s, no event is reported: repeat StatusCallbackEvent once for each event", event, strings.Join(known, ", "))
			return nil
		}
		c.Status.Events = append(c.Status.Events, event)
	}
	return nil
}

// readEvents reads a URL, its method, and its events, which are several values, or one value with
// spaces: the documentation of Recordings and Participants shows them so. Choice: an unknown event
// is rejected.
func readEvents(form url.Values, name string, code int, known ...string) (event.Hook, error) {
	to, err := readHook(form, name)
	if err != nil {
		return event.Hook{}, err
	}
	h := event.Hook{URL: to.URL, Method: to.Method}
	for _, value := range form[name+"Event"] {
		for _, event := range strings.Fields(value) {
			if !slices.Contains(known, event) {
				return h, apierror.Invalid(code, "%sEvent %s is not one of %s", name, event, strings.Join(known, ", "))
			}
			h.Events = append(h.Events, event)
		}
	}
	return h, nil
}

func readLimits(form url.Values, c *live.OutgoingCall) (err error) {
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
		return 0, apierror.Invalid(apierror.BadParameter, "%s %q is not a number of seconds from %d to %d", name, text, least, most)
	}
	return time.Duration(n) * time.Second, nil
}

// readDigits reads the keys to press after the answer, at most 32. They disable machine detection.
func readDigits(form url.Values, c *live.OutgoingCall) error {
	keys := form.Get("SendDigits")
	if len(keys) > 32 || strings.Trim(keys, "0123456789ABCD#*wW") != "" {
		return apierror.Invalid(apierror.BadParameter, "SendDigits %q is invalid: at most 32 of 0-9, A-D, #, *, w and W", keys)
	}
	c.SendDigits = keys
	return nil
}

// readDetection reads the answering machine detection. SendDigits disables it.
//
// https://www.twilio.com/docs/voice/answering-machine-detection
func readDetection(form url.Values, c *live.OutgoingCall) error {
	switch mode := form.Get("MachineDetection"); mode {
	case "", "Enable", "DetectMessageEnd":
		c.Detection.Mode = mode
	default:
		return apierror.Invalid(21234, "MachineDetection %s is not Enable or DetectMessageEnd", mode)
	}
	for _, setting := range []struct {
		name        string
		least, most int
	}{
		{"MachineDetectionTimeout", 3, 60}, // seconds; two of Twilio's pages disagree between 59 and 60
		{"MachineDetectionSpeechThreshold", 1000, 6000},
		{"MachineDetectionSpeechEndThreshold", 500, 5000},
		{"MachineDetectionSilenceTimeout", 2000, 10000},
	} {
		text := form.Get(setting.name)
		if n, err := strconv.Atoi(text); text != "" && (err != nil || n < setting.least || n > setting.most) {
			return apierror.Invalid(21234, "%s %q is not a number from %d to %d", setting.name, text, setting.least, setting.most)
		}
	}
	async, err := rest.ReadBool(form, "AsyncAmd")
	if err != nil {
		return err
	}
	if c.SendDigits != "" {
		c.Detection.Mode = ""
	}
	if async == nil || !*async || c.Detection.Mode == "" {
		return nil
	}
	to, err := readHook(form, "AsyncAmdStatusCallback")
	if to.URL == "" && err == nil {
		c.Detection.Mode = "" // the call does not wait, and no URL gets the result
		c.AddAlert("21262", "AsyncAmd is true without AsyncAmdStatusCallback: the result is not reported")
	}
	c.Detection.Hook = event.Hook{URL: to.URL, Method: to.Method}
	return err
}

// readRecording reads whether the call is recorded from its answer.
func readRecording(form url.Values, c *live.OutgoingCall) error {
	on, err := rest.ReadBool(form, "Record")
	if err != nil || on == nil || !*on {
		return err
	}
	tape, err := readRecordingOptions(form, "mono")
	tape.Source = "OutboundAPI"
	c.Recording = &tape
	return err
}

// readRecordingOptions reads the settings of a recording.
func readRecordingOptions(form url.Values, channels string) (event.Recording, error) {
	var t event.Recording
	text, err := rest.ReadOne(channels, "mono", "dual")("RecordingChannels", form.Get("RecordingChannels"))
	if err != nil {
		return t, err
	}
	t.Dual = text == "dual"
	if t.Track, err = rest.ReadOne("both", "inbound", "outbound")("RecordingTrack", form.Get("RecordingTrack")); err != nil {
		return t, err
	}
	t.Hook, err = readEvents(form, "RecordingStatusCallback", 13621, "in-progress", "completed", "absent")
	return t, err
}
