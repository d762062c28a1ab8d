package calls

import (
	"slices"
	"time"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/scenario"
	"github.com/twvoice/twvoice/pkg/conversationrelay"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// talk is what a caller said and pressed to an agent behind a WebSocket, and where the retraced caller is in it. The zero
// value is a call without an agent.
type talk struct {
	sockets []capture.Socket // of ConversationRelay, oldest first
	lines   [][]agentLine    // by socket

	socket   int // the one that is open, from 1
	next     int // line of it
	speaking bool
	began    time.Duration // the talk cycle that is heard
	waited   time.Duration // for an agent that may be about to continue
}

// agentLine is one recorded input of a caller.
type agentLine struct {
	event    event.Event
	cuts     bool // it interrupted the agent
	after    time.Duration
	answered bool // the agent sent something between the line before and this one
	hidden   bool // the recording does not contain it
}

// newTalk returns the lines of recorded WebSockets. Media streams have none.
func newTalk(sockets []capture.Socket) talk {
	var t talk
	for _, s := range sockets {
		if s.Kind == string(event.RelaySocket) {
			t.sockets, t.lines = append(t.sockets, s), append(t.lines, linesOf(s))
		}
	}
	return t
}

// again returns the same talk before its first WebSocket.
func (t talk) again() talk { return talk{sockets: t.sockets, lines: t.lines} }

// linesOf returns what the caller did, by the messages to the application.
func linesOf(s capture.Socket) []agentLine {
	var lines []agentLine
	var line agentLine
	for _, m := range s.Messages {
		if m.From == "app" {
			line.answered = true
			continue
		}
		message, _, err := conversationrelay.DecodeTwilio(m.Message)
		if err != nil {
			continue // Twilio may have messages that its pages do not show
		}
		switch m := message.(type) {
		case conversationrelay.Interrupt:
			line.cuts, line.after = true, time.Duration(m.DurationUntilInterruptMs)*time.Millisecond
			continue
		case conversationrelay.Prompt:
			if !m.Last {
				continue
			}
			line.event, line.hidden = event.Spoke{Text: m.VoicePrompt, Confidence: 0.9}, m.VoicePrompt == capture.Redacted
		case conversationrelay.DTMF:
			if line.hidden = m.Digit == capture.Redacted; line.hidden {
				m.Digit = "0"
			}
			if len(m.Digit) != 1 {
				continue
			}
			line.event = event.Pressed{Key: m.Digit[0]}
		default:
			continue
		}
		lines = append(lines, line)
		line = agentLine{}
	}
	return lines
}

// conversed returns what was said on the recorded WebSockets, to be repeated.
func (t talk) conversed() []scenario.Conversed {
	var all []scenario.Conversed
	for _, s := range t.sockets {
		all = append(all, scenario.NewConversed(path(s.URL), s.Messages, s.Closed.By == "app" && !endsSession(s)))
	}
	return all
}

// endsSession reports whether the application sent an end message. Twilio then closes the WebSocket.
func endsSession(s capture.Socket) bool {
	return slices.ContainsFunc(s.Messages, func(m transcript.SocketMessage) bool {
		message, _, err := conversationrelay.Decode(m.Message)
		_, ends := message.(conversationrelay.End)
		return m.From == "app" && err == nil && ends
	})
}

// observe notes whether an agent speaks.
func (t *talk) observe(e event.Entry) {
	for _, action := range e.Actions {
		switch a := action.(type) {
		case event.OpenSocket:
			t.socket, t.next, t.speaking = t.socket+1, 0, false
		case event.Speaking:
			if t.speaking = a.On; a.On {
				t.began = e.At
			}
		}
	}
}

// act returns the caller's next input to the agent. It hangs up after the last one if the application did not end the session.
// hidden says that the recording does not contain the input.
func (t *talk) act(now voicesim.Turn) (in voicesim.Input, hidden, ok bool) {
	const goodbye = 500 * time.Millisecond // an agent that has finished may be about to continue
	if t.socket == 0 || t.socket > len(t.lines) {
		return in, false, false
	}
	lines := t.lines[t.socket-1]
	if t.next == len(lines) {
		switch {
		case t.sockets[t.socket-1].Closed.By == "app" || now.Listening.Prompting || now.Listening.Answering:
			return in, false, false
		case now.Event == nil && now.At-t.waited >= goodbye:
			return voicesim.Input{Event: event.HungUp{}}, false, true
		}
		t.waited = now.At
		return voicesim.Input{After: goodbye}, false, true
	}
	line := lines[t.next]
	switch {
	case line.cuts && t.speaking && now.At < t.began+line.after:
		return voicesim.Input{After: t.began + line.after - now.At}, false, true
	case line.cuts && t.speaking: // the words are the interruption
	case now.Listening.Prompting, now.Listening.Answering && line.answered:
		return in, false, false
	}
	t.next++
	return voicesim.Input{Event: line.event}, line.hidden, true
}

// remarks says what the recording does not contain of the conversation.
func (t talk) remarks() []string {
	var all []string
	for i, s := range t.sockets {
		if s.Cut > 0 || s.Lost > 0 {
			all = append(all, "The recording does not contain all messages of the conversation with the agent.")
		}
		for _, line := range t.lines[i] {
			if _, said := line.event.(event.Spoke); said && line.hidden {
				all = append(all, "What the caller said privately is not stored: replace "+capture.Redacted+".")
				break
			}
		}
	}
	return all
}
