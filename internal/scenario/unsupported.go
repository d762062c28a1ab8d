package scenario

import "slices"

// alertRules returns the names of problems for which Twilio has no code.
func alertRules() []string { return []string{"hung-socket", "never-last", "unknown-field"} }

// alerts reports expected alerts that cannot occur.
func (l *loader) alerts(n *node) {
	items := n.items
	if n.shape == text {
		items = []*node{n}
	}
	for _, item := range items {
		if item.shape == text && !isNumber(item.text) && !slices.Contains(alertRules(), item.text) {
			l.unknown(item.pos, "alerts: unknown rule", item.text, append(alertRules(), `a code such as "11200"`))
		}
	}
}

// unsupported returns why a key cannot be used: it needs the sound of a Media Stream, which no scenario can play or hear
// yet. It returns "" for all other keys.
func unsupported(what, key string) string {
	const sound = " needs the sound of a <Stream>, which twvoice test does not play yet: "
	switch what + "." + key {
	case "say.audio", "interrupt.audio":
		return what + ": audio" + sound + "write the words as text, for an agent of ConversationRelay"
	case "hear.sound", "hear.seconds":
		return "hear: " + key + sound + "write the words that the agent says"
	case "hear.digits":
		return "hear: digits" + sound + `for keys of ConversationRelay, write message: { type: sendDigits, digits: "1234#" }`
	case "a scenario.line":
		return "line" + sound + "remove it"
	case "limits.gap", "limits.underruns":
		return "limits: " + key + sound + "remove it"
	}
	return ""
}
