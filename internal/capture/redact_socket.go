package capture

import (
	"bytes"
	"encoding/json"
	"strings"
)

// SocketRedactor removes secrets from the messages of one WebSocket, as they are removed from requests. It hides what
// the caller says and presses after the agent has asked for a PIN, a password or a card, and card numbers. It is not
// safe for concurrent use.
type SocketRedactor struct {
	redactor
	asked   string // what the agent says in the talk cycle
	closed  bool   // the next token begins another one
	private bool
	keys    string // digits that the caller has pressed without words between them
	card    int    // keys of the last card number, if the newest one completed it
}

// maxAsked limits how much is remembered of a talk cycle, in bytes.
const maxAsked = 4 << 10

// NewSocketRedactor returns a redactor for one WebSocket. The given secrets are hidden everywhere.
func NewSocketRedactor(secrets []string) *SocketRedactor {
	return &SocketRedactor{redactor: *newRedactor(secrets)}
}

// URL hides secrets in a URL.
func (x *SocketRedactor) URL(raw string) string { return x.url(raw, nil) }

// Text hides secrets in any text.
func (x *SocketRedactor) Text(s string) string { return x.text(s) }

// Card returns how many of the caller's last keys are a card number, if the last message completed one, or 0. The
// messages with these keys were not known to be secret when they came.
func (x *SocketRedactor) Card() int { return x.card }

// maxCard is the greatest number of keys of a card number, with a # or * for each of some.
const maxCard = 24

// cardKeys returns how many of the last keys form a card number: the most that do, or 0. Other keys may come before it,
// as those of a menu.
func cardKeys(keys string) int {
	for n := min(len(keys), maxCard); n > 0; n-- {
		if number := keys[len(keys)-n:]; hasCardLength(number) && isCard(number) {
			return n
		}
	}
	return 0
}

// hasCardLength reports whether keys have as many digits as a card number with that first digit. Otherwise, the beginning
// of every tenth number would look like a card number.
func hasCardLength(keys string) bool {
	digits := len(keys) - strings.Count(keys, "#") - strings.Count(keys, "*")
	switch keys[0] {
	case '2', '5': // Mastercard
		return digits == 16
	case '3': // Diners, American Express, JCB
		return digits >= 14 && digits <= 16
	case '4': // Visa
		return digits == 16 || digits == 19
	case '6': // Discover, UnionPay, Maestro
		return digits >= 16 && digits <= 19
	}
	return false
}

// Message returns a message without secrets. Messages without any keep their exact bytes. It must be called in the
// order of the messages.
func (x *SocketRedactor) Message(from string, data []byte) []byte {
	x.card = 0
	reader := json.NewDecoder(bytes.NewReader(data))
	reader.UseNumber()
	var value any
	if err := reader.Decode(&value); err != nil {
		return []byte(x.text(string(data)))
	}
	hidden := x.value(value)
	if m, ok := hidden.(map[string]any); ok {
		if from == "app" {
			x.listen(m)
		} else {
			x.hideInput(m)
		}
	}
	var b bytes.Buffer
	write := json.NewEncoder(&b)
	write.SetEscapeHTML(false)
	if err := write.Encode(hidden); err != nil {
		panic(err) // it was decoded from JSON
	}
	if same, err := json.Marshal(value); err == nil {
		if shown, err := json.Marshal(hidden); err == nil && bytes.Equal(same, shown) {
			return data
		}
	}
	return bytes.TrimSpace(b.Bytes())
}

// value returns a copy of a decoded value without secrets.
func (x *SocketRedactor) value(v any) any {
	switch v := v.(type) {
	case string:
		return x.stringOf(v)
	case []any:
		all := make([]any, len(v))
		for i := range v {
			all[i] = x.value(v[i])
		}
		return all
	case map[string]any:
		all := make(map[string]any, len(v))
		for name, inner := range v {
			if _, text := inner.(string); text && isSecret(name) && !(name == "token" && v["type"] == "text") { // what the agent says
				inner = Redacted
			}
			all[x.text(name)] = x.value(inner)
		}
		return all
	}
	return v
}

// stringOf hides secrets in a string; one with JSON in it, such as handoffData, is searched as JSON.
func (x *SocketRedactor) stringOf(s string) string {
	if !strings.HasPrefix(strings.TrimSpace(s), "{") {
		return x.text(s)
	}
	var inner map[string]any
	reader := json.NewDecoder(strings.NewReader(s))
	reader.UseNumber()
	if reader.Decode(&inner) != nil {
		return x.text(s)
	}
	before, _ := json.Marshal(inner)
	after, err := json.Marshal(x.value(inner))
	if err != nil || bytes.Equal(before, after) {
		return x.text(s)
	}
	return string(after)
}

// listen notes whether the agent asks for private input.
func (x *SocketRedactor) listen(m map[string]any) {
	token, _ := m["token"].(string)
	if m["type"] != "text" {
		return
	}
	if x.closed {
		x.asked, x.closed, x.private = "", false, false
	}
	if len(x.asked) < maxAsked {
		x.asked += token
	}
	x.private = privateWords.MatchString(x.asked)
	x.closed = m["last"] == true
}

// hideInput hides what the caller says or presses, where that is private.
func (x *SocketRedactor) hideInput(m map[string]any) {
	switch m["type"] {
	case "prompt":
		x.keys = ""
		if said, ok := m["voicePrompt"].(string); ok && said != "" && (x.private || isCard(said)) {
			m["voicePrompt"] = Redacted
		}
	case "dtmf":
		digit, _ := m["digit"].(string)
		if x.keys += digit; len(x.keys) > 2*maxCard {
			x.keys = x.keys[len(x.keys)-maxCard:]
		}
		if x.card = cardKeys(x.keys); x.private || x.card > 0 {
			m["digit"] = Redacted
		}
	}
}
