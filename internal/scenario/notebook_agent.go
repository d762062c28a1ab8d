package scenario

import (
	"fmt"
	"slices"
	"time"

	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// Conversed is what was said on one WebSocket: messages both ways, in their order. Recorded by a [Notebook], for
// [Answers.AddSocket].
type Conversed struct {
	Path     string // of its URL
	messages []conversedMessage
	closed   bool // by the application
}

type conversedMessage struct {
	app  bool // from the application
	data []byte
}

// Sockets returns the WebSockets of the caller's call, in the order in which they were opened.
func (n *Notebook) Sockets() []Conversed { return slices.Clone(n.sockets) }

// converse records an event or an action of the caller's WebSocket.
func (n *Notebook) converse(e event.Entry) {
	switch ev := e.Event.(type) {
	case event.SocketReceived:
		n.message(conversedMessage{true, ev.Data})
	case event.SocketClosed:
		if last := len(n.sockets) - 1; last >= 0 {
			n.sockets[last].closed = true
		}
	}
	for _, action := range e.Actions {
		switch a := action.(type) {
		case event.OpenSocket:
			n.sockets = append(n.sockets, Conversed{Path: parsed(a.URL).Path})
		case event.SendSocket:
			n.message(conversedMessage{false, a.Data})
		}
	}
}

func (n *Notebook) message(m conversedMessage) {
	if last := len(n.sockets) - 1; last >= 0 {
		n.sockets[last].messages = append(n.sockets[last].messages, m)
	}
}

// interruption returns how the caller cut off an agent with this event. ok is false if the caller did not.
func interruption(e event.Entry) (after time.Duration, ok bool) {
	for _, action := range e.Actions {
		if cut, is := action.(event.Interrupted); is {
			return cut.After.Truncate(time.Millisecond), true
		}
	}
	return 0, false
}

// cutShort reports whether an action is speech of an agent that the caller has cut off with this event. How much of it had
// arrived is different the next time.
func cutShort(e event.Entry, action event.Action) bool {
	_, cut := interruption(e)
	_, said := action.(event.Say)
	return cut && said
}

// interrupt records that the caller cut off an agent.
func (n *Notebook) interrupt(e event.Entry, after time.Duration) {
	n.act()
	what := ""
	switch ev := e.Event.(type) {
	case event.Spoke:
		what = "say: " + quotedText(ev.Text)
	case event.Pressed:
		what = fmt.Sprintf("press: %q", string(rune(ev.Key)))
	}
	n.note(e.At, "interrupt", fmt.Sprintf("{ %s, after: %s }", what, after))
}

// NewConversed returns what was said on a WebSocket, from stored messages. closed says that the application ended it.
func NewConversed(path string, messages []transcript.SocketMessage, closed bool) Conversed {
	c := Conversed{Path: path, closed: closed}
	for _, m := range messages {
		c.messages = append(c.messages, conversedMessage{m.From == "app", m.Message})
	}
	return c
}
