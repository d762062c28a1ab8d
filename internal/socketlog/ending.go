package socketlog

import (
	"cmp"
	"fmt"
	"time"

	"github.com/twvoice/twvoice/pkg/transcript"
)

// ending is how a WebSocket ends: the first close frame counts, or else the first side whose connection ends.
type ending struct {
	at     time.Time
	by     string
	code   int
	reason string
	framed bool // there was a close frame
}

func (e *ending) close(at time.Time, by string, code int, reason string) {
	if !e.framed {
		*e = ending{at, by, code, reason, true}
	}
}

// Drop says that one side's connection has ended.
func (l *Log) Drop(at time.Time, by string) {
	if l.end.by == "" {
		l.end = ending{at: at, by: by, code: 1006} // RFC 6455: there was no close frame
	}
}

// Unreadable reports bytes that are not frames of a WebSocket. What follows them in that direction is not shown.
func (l *Log) Unreadable(at time.Time, from string, err error) []Event {
	if l.r.Kind == "" {
		return nil
	}
	if from == App {
		l.alert(at, known("31924", "the app violates the WebSocket protocol: "+err.Error()))
	} else {
		l.item(at, transcript.Item{Kind: transcript.Note, Text: "Twilio's messages cannot be shown from here on: " + err.Error()})
	}
	return []Event{l.event(Message, at)}
}

// Miss counts messages that passed unread.
func (l *Log) Miss(n int) { l.r.Lost += n }

// Close ends the log, at the time of the close frame if there was one. It returns no event for a WebSocket that carried no call.
func (l *Log) Close(at time.Time) []Event {
	if l.r.Kind == "" {
		return nil
	}
	if l.end.by != "" {
		at = l.end.at
	}
	l.overdue(at)
	if l.relay.open {
		l.r.Whole.Metrics.OpenCycles++
	}
	l.cut(at)
	l.r.Ended = l.since(at)
	l.r.Whole.Closed = transcript.Closed{By: l.end.by, Code: cmp.Or(l.end.code, 1006), Reason: l.end.reason}
	l.r.Outcome = l.outcome(at)
	l.sum(at)
	l.parts = append(l.parts, l.r.Whole.Ended(l.r.Ended, l.r.Outcome))
	e := l.event(Closed, at)
	e.Record = &l.r
	return []Event{e}
}

// outcome returns how the session ended, in words.
func (l *Log) outcome(at time.Time) string {
	how := fmt.Sprintf("code %d", l.r.Whole.Closed.Code)
	if l.end.reason != "" {
		how += ", " + l.end.reason
	}
	switch {
	case l.relay.handoff != nil:
		l.r.Whole.Closed.By = App
		return "ended by the app"
	case l.end.by == "":
		return "the connection was cut off"
	case l.end.by == Twilio:
		return "closed by Twilio (" + how + ")"
	case l.r.Kind == streamKind:
		return "closed by the app (" + how + ")"
	}
	l.alert(at, known("64105", "the app closed the WebSocket without an end message ("+how+")"))
	return "failed: 64105"
}

// sum notes what is not among the messages.
func (l *Log) sum(at time.Time) {
	if l.r.Kind == streamKind {
		l.item(at, transcript.Item{Kind: transcript.Note, Text: fmt.Sprintf("%d frames of sound from Twilio, %d from the app", l.r.Media[Twilio], l.r.Media[App])})
	}
	if l.r.Lost > 0 {
		l.item(at, transcript.Item{Kind: transcript.Note, Text: fmt.Sprintf("%d messages passed, but are not shown: too many came within a short time", l.r.Lost)})
	}
	if l.r.Cut > 0 {
		l.item(at, transcript.Item{Kind: transcript.Note, Text: fmt.Sprintf("%d further messages passed, but are not stored", l.r.Cut)})
	}
}
