package scenario

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// appMessage is the step `message: {type: language, ttsLanguage: es-ES}`: a message of the application behind a WebSocket.
type appMessage struct {
	expects
	fields *node
}

func makeMessage(f fields) stepAction {
	n, _ := f["message"].(*node)
	return appMessage{fields: n}
}

func (s appMessage) begin(*play) runningStep { return s }

func (s appMessage) wants() string {
	return "the application sends a message with " + s.fields.inline()
}

func (s appMessage) look(p *play) bool {
	for i, got := range p.talk.received[p.talk.delivered:] {
		if s.fields.covers(got) {
			p.talk.delivered += i + 1
			return true
		}
	}
	return false
}

// inline returns a value as one line of YAML.
func (n *node) inline() string {
	var all []string
	switch n.shape {
	case mapping:
		for _, e := range n.entries {
			all = append(all, e.name+": "+e.value.inline())
		}
		return "{ " + strings.Join(all, ", ") + " }"
	case list:
		for _, item := range n.items {
			all = append(all, item.inline())
		}
		return "[" + strings.Join(all, ", ") + "]"
	case nothing:
		return "null"
	}
	if n.text == "" {
		return `""`
	}
	return n.text
}

// covers reports whether a JSON value has everything that n names. A text is the whole value, or /a regular expression/;
// a mapping also matches a text that holds a JSON object, as handoffData does.
func (n *node) covers(got any) bool {
	switch n.shape {
	case mapping:
		object, ok := got.(map[string]any)
		if inner, text := got.(string); text {
			ok = json.Unmarshal([]byte(inner), &object) == nil
		}
		if !ok {
			return false
		}
		for _, e := range n.entries {
			value, sent := object[e.name]
			if !sent || !e.value.covers(value) {
				return false
			}
		}
		return true
	case list:
		all, ok := got.([]any)
		if !ok || len(all) != len(n.items) {
			return false
		}
		for i, item := range n.items {
			if !item.covers(all[i]) {
				return false
			}
		}
		return true
	case nothing:
		return got == nil
	}
	written, ok := scalar(got)
	return ok && exactly(n.text).whole(written)
}

// scalar returns a JSON value as it is written in a scenario.
func scalar(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case bool:
		return strconv.FormatBool(v), true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	}
	return "", false
}

// checkMessage reports what no message of an application can match.
func checkMessage(n *node) error {
	if n.shape != mapping {
		return fmt.Errorf("expected fields of a message, as in { type: language, ttsLanguage: es-ES }, not %s", n.shape)
	}
	if len(n.entries) == 0 {
		return errors.New("no field is given: write { type: language }")
	}
	e, ok := n.entry("type")
	if !ok || e.value.shape != text {
		return nil
	}
	if _, open := patternText(e.value.text); open {
		return nil
	}
	if kinds := applicationMessages(); !slices.Contains(kinds, e.value.text) {
		return fmt.Errorf("applications send no message of type %q: write %s", e.value.text, orList(kinds))
	}
	return nil
}

// applicationMessages returns the types of the messages that an application sends.
func applicationMessages() []string {
	return []string{"text", "play", "sendDigits", "language", "config", "hints", "end"}
}
