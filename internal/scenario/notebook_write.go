package scenario

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/lazy"
	"github.com/twvoice/twvoice/internal/scenario/report"
	"github.com/twvoice/twvoice/pkg/transcript"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// SchemaURL is the address of the JSON Schema, for editors.
const SchemaURL = "https://raw.githubusercontent.com/twvoice/twvoice/main/docs/scenario.schema.json"

// Title holds the facts about a call that a notebook does not see.
type Title struct {
	Name   string
	To     string // as a scenario writes it
	From   string
	Params url.Values

	Comments []string // written first, one per line
}

// Secrets returns how many variables the scenario has for keys that were not stored: KEY_1, KEY_2 and so on.
func (n *Notebook) Secrets() int { return n.secret }

// Scenario returns the recorded call as a scenario file.
func (n *Notebook) Scenario(t Title) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# yaml-language-server: $schema=%s\n", SchemaURL)
	for _, comment := range t.Comments {
		fmt.Fprintf(&b, "# %s\n", report.Harmless(comment))
	}
	for i := range n.secret {
		fmt.Fprintf(&b, "# KEY_%d was a secret and is not stored: add --set KEY_%d=…\n", i+1, i+1)
	}
	fmt.Fprintf(&b, "name: %s\ncall:\n  to: %s\n", yamlText(t.Name), yamlText(t.To))
	if t.From != DefaultFrom {
		fmt.Fprintf(&b, "  from: %s\n", yamlText(t.From))
	}
	if len(t.Params) > 0 {
		b.WriteString("  params:\n")
	}
	for _, name := range slices.Sorted(maps.Keys(t.Params)) {
		fmt.Fprintf(&b, "    %s: %s\n", yamlText(name), yamlText(t.Params.Get(name)))
	}
	if len(n.alerts) > 0 {
		var codes []string
		for _, code := range n.alerts {
			codes = append(codes, quotedText(code))
		}
		fmt.Fprintf(&b, "alerts: [%s]\n", strings.Join(codes, ", "))
	}
	if len(n.steps) == 0 {
		b.WriteString("steps: []\n")
		return []byte(b.String())
	}
	b.WriteString("steps:\n")
	for _, s := range n.steps {
		if s.rest == "" {
			fmt.Fprintf(&b, "  - %s\n", s.word)
			continue
		}
		fmt.Fprintf(&b, "  - %s: %s\n", s.word, s.rest)
	}
	return []byte(b.String())
}

// plainText matches texts that YAML takes without quotes, also within {…}.
var plainText = lazy.Regexp(`^[A-Za-z0-9+./][A-Za-z0-9 .!?'_+/@=&%-]*(:[A-Za-z0-9.!?'_+/@=&%-][A-Za-z0-9 .!?'_+/@=&%-]*)*$`)

// yamlText returns text as YAML, quoted where necessary.
func yamlText(text string) string {
	text = strings.ReplaceAll(text, "${", "$${")
	if plainText().MatchString(text) && !strings.HasSuffix(text, " ") && !strings.EqualFold(text, "null") {
		return text
	}
	return quotedText(text)
}

// quotedText returns text in quotes. JSON's quoting is valid in YAML.
func quotedText(text string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(text); err != nil {
		panic(err) // a string can always be encoded
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// yamlPattern returns a text to hear, quoted so that it is not read as a regular expression.
func yamlPattern(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if _, looks := patternText(text); looks {
		return quotedText(strings.ReplaceAll("/"+regexp.QuoteMeta(text)+"/", "${", "$${"))
	}
	return yamlText(text)
}

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
