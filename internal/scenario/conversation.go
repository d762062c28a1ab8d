package scenario

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/twvoice/twvoice/pkg/conversationrelay"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// conversation is what a scenario knows about the agent behind a WebSocket. The zero value is a call without one.
type conversation struct {
	open      bool          // a WebSocket is open
	opened    time.Duration // since then
	asked     time.Duration // the application got the caller's last words or key
	talking   bool          // the caller speaks
	speaking  bool          // the agent speaks
	began     time.Duration // the agent's last talk cycle began to be heard
	quiet     time.Duration // the agent's last talk cycle ended
	cycles    int           // talk cycles that have ended
	cuts      int           // talk cycles that the caller has interrupted
	faults    int           // injected by steps
	unclosed  bool          // the last token had no last
	owed      string        // input that the application has not answered, or ""
	messages  []transcript.SocketMessage
	received  []any // messages of the application, decoded; nil for one that is not JSON
	delivered int   // earlier ones are used up by steps
}

// shownMessages is how many messages of each side a failure shows.
const shownMessages = 4

// observeSocket records an event of a WebSocket, or of what the caller says to it.
func (c *conversation) observeSocket(at time.Duration, happened event.Event) {
	switch ev := happened.(type) {
	case event.SocketOpened:
		if !c.open {
			c.open, c.opened = true, at
		}
	case event.SocketReceived:
		c.receive(at, ev.Data)
	case event.Spoke:
		c.talking = c.open
	case event.Fault:
		c.faults++
	}
}

// observeAgent records an action of a session.
func (c *conversation) observeAgent(at time.Duration, action event.Action) {
	switch a := action.(type) {
	case event.Speaking:
		if c.speaking = a.On; a.On {
			c.began = at
			return
		}
		c.quiet = at
		c.cycles++
	case event.Interrupted:
		c.cuts++
	case event.SendSocket:
		c.sent(at, a.Data)
	case event.Unheard:
		c.talking = false
	case event.SocketEnded:
		c.open, c.talking, c.speaking, c.owed, c.unclosed = false, false, false, "", false
	}
}

// sent records a message to the application, and what it has to answer.
func (c *conversation) sent(at time.Duration, data []byte) {
	c.record(at, "twilio", data)
	m, _, err := conversationrelay.DecodeTwilio(data)
	if err != nil {
		return
	}
	switch m := m.(type) {
	case conversationrelay.Prompt:
		if m.Last {
			c.owed, c.asked, c.talking = fmt.Sprintf("%q", m.VoicePrompt), at, false
		}
	case conversationrelay.DTMF:
		c.owed, c.asked = "the key "+m.Digit, at
	}
}

// receive records a message of the application.
func (c *conversation) receive(at time.Duration, data []byte) {
	c.record(at, "app", data)
	var value any
	if json.Unmarshal(data, &value) != nil {
		value = nil
	}
	c.received = append(c.received, value)
	m, _, err := conversationrelay.Decode(data)
	if err != nil {
		return
	}
	switch m := m.(type) {
	case conversationrelay.Text:
		c.owed, c.unclosed = "", !m.Last
	case conversationrelay.Play, conversationrelay.SendDigits, conversationrelay.End:
		c.owed = ""
	}
}

func (c *conversation) record(at time.Duration, from string, data []byte) {
	if !json.Valid(data) {
		data, _ = json.Marshal(string(data)) // a string has a JSON form
	}
	c.messages = append(c.messages, transcript.SocketMessage{At: at.Round(10 * time.Millisecond).Seconds(), From: from, Message: data})
	same := func(m transcript.SocketMessage) bool { return m.From == from }
	count := 0
	for _, m := range c.messages {
		if same(m) {
			count++
		}
	}
	if count > shownMessages {
		oldest := slices.IndexFunc(c.messages, same)
		c.messages = slices.Delete(c.messages, oldest, oldest+1)
	}
}

// owes returns who has to act on an open WebSocket, or "" if none is open.
func (c *conversation) owes() string {
	switch {
	case !c.open:
		return ""
	case c.owed != "":
		return "the application has not answered " + c.owed
	case c.unclosed:
		return `the application has not closed the talk cycle: its last token needs "last":true`
	case c.cycles == 0 && !c.speaking:
		return "the application has not said anything"
	case c.speaking:
		return "the agent speaks"
	}
	return "the application waits for the caller"
}
