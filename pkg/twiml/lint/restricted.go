package lint

import (
	"slices"
	"strings"
)

// restricted holds the verbs of a document against those that its place allows.
func restricted(p *pass, n *node) {
	where, verbs := allowed(p.Place)
	if n.parent != nil || verbs == nil {
		return
	}
	for _, verb := range n.known() {
		code := "12200"
		switch {
		case slices.Contains(verbs, verb.Name):
			continue
		case p.Place == ConferenceWait:
			code = "13238"
		case p.Place == Whisper && verb.Name == "Dial":
			code = "13201"
		}
		p.report(verb.Pos, code, "<%s> may not stand in %s; it takes %s", verb.Name, where, strings.Join(verbs, ", "))
	}
}

// allowed are the verbs of a place, nil for all. Twilio's page of whispers leaves out Pause and Redirect, which work.
func allowed(place Place) (where string, verbs []string) {
	switch place {
	case Whisper:
		return "a whisper document", []string{"Say", "Play", "Pause", "Gather", "Redirect", "Hangup"}
	case QueueWait:
		return "the wait document of a queue", []string{"Say", "Play", "Pause", "Gather", "Redirect", "Leave", "Hangup"}
	case QueueWhisper:
		return "the document of a queue's caller", []string{"Say", "Play", "Pause", "Redirect"}
	case ConferenceWait:
		return "the wait document of a conference", []string{"Say", "Play", "Pause", "Redirect"}
	}
	return "", nil
}

// Allowed says whether Twilio runs a verb in the documents of a place. In those of a webhook it runs them all.
func Allowed(place Place, verb string) bool {
	_, verbs := allowed(place)
	return verbs == nil || slices.Contains(verbs, verb)
}
