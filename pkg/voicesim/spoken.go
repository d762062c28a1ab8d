package voicesim

import (
	"slices"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// SpeechLasting returns an [event.Spoke] whose speech lasts for length, but at least one sound. It is for
// a recording of which only the length matters.
func SpeechLasting(length time.Duration) event.Spoke {
	n := max(1, int(length*leg.Pace/time.Second))
	return event.Spoke{Text: strings.Repeat("la ", n/3+1)[:n-1] + ".", Confidence: 0.9}
}

// CallbackSays reports whether a status callback with these parameters reports the event name:
// initiated, ringing, answered, completed, participant-join, … Each resource uses a different
// parameter. param is url.Values.Get or a similar function.
func CallbackSays(name string, param func(name string) string) bool {
	if name == "answered" && param("CallStatus") == string(event.InProgress) && param("CallbackSource") != "" {
		return true // the event is answered, and its status is in-progress
	}
	return slices.ContainsFunc([]string{
		"CallStatus", "StatusCallbackEvent", "RecordingStatus", "TranscriptionStatus", "TranscriptionEvent", "StreamEvent",
		"MessageStatus", "SmsStatus", "AnsweredBy",
	}, func(of string) bool { return param(of) == name })
}
