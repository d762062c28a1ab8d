package leg

import (
	"fmt"
	"net/url"
	"time"

	"github.com/twvoice/twvoice/pkg/twiml"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// sessionLength is how long a session that Connect opens lasts after its greeting. Choice: no sound is
// carried, so nothing else could end it.
const sessionLength = time.Second

// connect is <Connect>: a session takes over the call until it ends. The simulation reports what
// would be opened, and then ends the session successfully
// (https://www.twilio.com/docs/voice/twiml/connect).
type connect struct {
	next  followUp
	noun  settings
	sid   string
	since time.Duration

	stream   *stream  // for <Stream>
	greeting activity // nil after it was said
	timer    int
}

// startConnect runs <Connect>. Choice: of several nouns, the first counts.
func startConnect(m *Machine, el *twiml.Element) activity {
	set := read(el)
	nouns := set.nouns()
	if len(nouns) == 0 {
		return nil // it is reported already
	}
	if nouns[0].el.Name == "ConversationRelay" {
		return startRelay(m, set.action(m), nouns[0])
	}
	c := &connect{next: set.action(m), noun: nouns[0], since: m.now}
	if c.noun.el.Name == "Stream" {
		c.stream = newStream(m, c.noun)
		c.stream.both = true
	} else {
		c.sid = m.sid("VX")
	}
	if code, why := c.open(m); why != "" {
		m.settle(c.next, c.outcome(m, "failed", url.Values{"ErrorCode": {code}, "ErrorMessage": {why}}))
		return nil
	}
	c.greet(m)
	return c
}

// open opens the session, or returns why it cannot. An empty code means that the reason was already
// reported.
func (c *connect) open(m *Machine) (code, why string) {
	if c.stream != nil {
		if !c.stream.open(m) {
			return "31900", "the stream cannot be opened"
		}
		return "", ""
	}
	for _, needed := range []struct{ noun, attr, code string }{
		{"Assistant", "id", "64101"}, {"VirtualAgent", "connectorName", "32602"},
	} {
		if value, ok := c.noun.text(needed.attr); c.noun.el.Name == needed.noun && (!ok || value == "") {
			return needed.code, fmt.Sprintf("the %s of <%s> is missing, or cannot be opened", needed.attr, needed.noun)
		}
	}
	m.do(c.session(false))
	return "", ""
}

func (c *connect) session(over bool) event.Session {
	name := c.noun.el.Text()
	for _, attr := range []string{"id", "connector", "aiConnector", "connectorName", "serviceInstanceSid"} {
		name = c.noun.or(attr, name)
	}
	return event.Session{Noun: c.noun.el.Name, Name: name, URL: c.noun.or("url", ""), Over: over, Pos: c.noun.el.Pos}
}

// greet says the welcomeGreeting of a noun that speaks by text.
func (c *connect) greet(m *Machine) {
	text := c.noun.or("welcomeGreeting", "")
	if text == "" {
		c.timer = m.wait(sessionLength)
		return
	}
	c.greeting = m.speak(event.Say{
		Text: text, Voice: c.noun.or("voice", ""), Language: c.noun.or("ttsLanguage", c.noun.or("language", "")), Loop: 1, Pos: c.noun.el.Pos,
	})
}

func (c *connect) on(m *Machine, ev event.Event) bool {
	if c.greeting != nil {
		if c.greeting.on(m, ev) {
			c.greeting, c.timer = nil, m.wait(sessionLength)
		}
		return false
	}
	if ev != event.Event(event.Elapsed{ID: c.timer}) {
		return false
	}
	c.close(m)
	return m.settle(c.next, c.outcome(m, "ended", nil))
}

// leave closes the session. After a hangup, only nouns that speak by text request the action
// (https://www.twilio.com/docs/voice/twiml/connect/conversationrelay#action-url).
func (c *connect) leave(m *Machine, why leaveReason) {
	c.close(m)
	if why == callEnded && c.relays() {
		m.report(c.next, c.outcome(m, "completed", nil))
	}
}

func (c *connect) close(m *Machine) {
	if c.stream != nil {
		c.stream.close(m)
		return
	}
	m.do(c.session(true))
}

// relays reports whether the noun exchanges text with the application.
func (c *connect) relays() bool {
	switch c.noun.el.Name {
	case "ConversationRelaySession", "AiSession", "Assistant":
		return true
	}
	return false
}

// outcome returns the parameters of the action. Choice: those that no page documents are taken from
// the most similar noun.
func (c *connect) outcome(m *Machine, status string, failure url.Values) url.Values {
	params := url.Values{}
	switch {
	case c.stream != nil:
		params.Set("StreamSid", c.stream.sid)
	case c.relays():
		params.Set("SessionId", c.sid)
		params.Set("SessionStatus", status)
		params.Set("SessionDuration", Whole(m.now-c.since))
		for name := range failure {
			params.Set(name, failure.Get(name))
		}
	case c.noun.el.Name == "VirtualAgent":
		params.Set("VirtualAgentStatus", map[string]string{"ended": "complete", "failed": "failed"}[status])
	}
	return params
}
