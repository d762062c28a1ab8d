package lint

import (
	"encoding/json"
	"strings"
)

// taskJSON: https://www.twilio.com/docs/errors/14221.
func taskJSON(p *pass, n *node) {
	text := strings.TrimSpace(spoken(n.Element))
	if !n.is("Task") || text == "" {
		return
	}
	var attributes map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &attributes); err != nil || attributes == nil {
		p.report(textPos(n.Element), "14221", "the text of <Task> is not a JSON object; write it like {\"language\":\"en\"}")
	}
}
