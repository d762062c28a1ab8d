package voicesim

import (
	"slices"
	"strings"
	"time"

	"github.com/twvoice/twvoice/pkg/voicesim/event"
	"github.com/twvoice/twvoice/pkg/voicesim/internal/leg"
)

// Murmur is a [event.Spoke] of so much speech, for a recording of which only the length counts: at least one sound.
func Murmur(length time.Duration) event.Spoke {
	n := max(1, int(length*leg.Pace/time.Second))
	return event.Spoke{Text: strings.Repeat("la ", n/3+1)[:n-1] + ".", Confidence: 0.9}
}

// CallbackSays reports whether a status callback with these parameters says that name has happened: initiated, ringing, answered,
// completed, participant-join, … Each resource has a parameter of its own for that. param is url.Values.Get, or the like.
func CallbackSays(name string, param func(name string) string) bool {
	if name == "answered" && param("CallStatus") == string(event.InProgress) && param("CallbackSource") != "" {
		return true // the event is answered, the status that it brings is in-progress
	}
	return slices.ContainsFunc([]string{
		"CallStatus", "StatusCallbackEvent", "RecordingStatus", "TranscriptionStatus", "TranscriptionEvent", "StreamEvent",
		"MessageStatus", "SmsStatus", "AnsweredBy",
	}, func(of string) bool { return param(of) == name })
}
