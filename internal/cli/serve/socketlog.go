package serve

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/socketlog"
	"github.com/twvoice/twvoice/pkg/transcript"
)

// socket returns what happened on a WebSocket, one line each; "" if nothing is to be shown.
func (l *requestLog) socket(e socketlog.Event) string {
	if len(e.Parts) == 0 {
		return ""
	}
	text := l.heading(e.CallSid, e.Socket.From, e.To)
	for _, part := range e.Parts {
		line := strings.ReplaceAll(transcript.Text(part, l.paint), "\n", "\n ") // a time of day is longer than that of a transcript
		text += l.paint.Dim(e.At.Format(time.TimeOnly)) + "  " + line + "\n"
	}
	return text
}

// shownSocket is an event of a WebSocket as -o jsonl shows it.
type shownSocket struct {
	State string    `json:"state"` // opened, message or closed
	At    time.Time `json:"at"`
	socketlog.Socket
	Sender  string             `json:"sender"`  // of a message: app or twilio
	Message json.RawMessage    `json:"message"` // or null
	Alerts  []transcript.Alert `json:"alerts"`
	Closed  *transcript.Closed `json:"closed"` // of state closed
	Handoff *string            `json:"handoff"`
}

func socketEvent(e socketlog.Event) shownSocket {
	shown := shownSocket{State: string(e.State), At: e.At, Socket: e.Socket, Sender: e.Sender, Message: e.Message, Alerts: []transcript.Alert{}}
	for _, part := range e.Parts {
		if a, ok := part.(transcript.Alert); ok {
			shown.Alerts = append(shown.Alerts, a)
		}
	}
	if e.Record != nil {
		shown.Closed, shown.Handoff = &e.Record.Whole.Closed, e.Record.Whole.Handoff
	}
	return shown
}
