package lint

import (
	"errors"
	"slices"
	"strings"

	"github.com/twvoice/twvoice/pkg/conversationrelay"
)

// relaySettings reports settings of a <ConversationRelay> that contradict each other, so that Twilio ends the session at
// its beginning: https://www.twilio.com/docs/api/errors/64101. The engine and this rule use the same check.
func relaySettings(p *Pass, n *Node) {
	if !n.Is("ConversationRelay") {
		return
	}
	attr := func(name string) (string, bool) { value, ok := n.Attr(name); return strings.TrimSpace(value), ok }
	_, err := conversationrelay.ParseAttributes(conversationrelay.Element{Name: n.Name, Attr: attr}, nil)
	wrong, ok := errors.AsType[*conversationrelay.ConfigError](err)
	if !ok {
		return
	}
	at := n.Pos
	for _, name := range []string{wrong.Attribute, "language"} { // transcriptionLanguage may come from language
		if _, set := n.Attr(name); set {
			at = n.AttrPos(name)
			break
		}
	}
	p.Report(at, wrong.Code, "%s %s", wrong.Attribute, wrong.Reason)
}

// relayUnused reports settings of a <ConversationRelay> that have no effect with the others.
func relayUnused(p *Pass, n *Node) {
	if !n.Is("ConversationRelay") {
		return
	}
	provider, model := word(n.Element, "transcriptionProvider"), word(n.Element, "speechModel")
	flux := model == "flux" && (provider == "" || strings.EqualFold(provider, "Deepgram"))
	voices := word(n.Element, "ttsProvider")
	for _, a := range n.Attrs {
		switch {
		case slices.Contains([]string{"eotThreshold", "eagerEotThreshold"}, a.Name) && !flux:
			p.Report(a.Pos, "", "%s has no effect without transcriptionProvider=\"Deepgram\" and speechModel=\"flux\"; add them, or remove it", a.Name)
		case strings.EqualFold(a.Name, "deepgramSmartFormat") && provider != "" && !strings.EqualFold(provider, "Deepgram"):
			p.Report(a.Pos, "", "%s has no effect: the transcriptionProvider is %s", a.Name, provider)
		case slices.Contains([]string{"elevenlabsTextNormalization", "elevenlabsLanguageTextNormalization"}, a.Name) && voices != "" && !strings.EqualFold(voices, "ElevenLabs"):
			p.Report(a.Pos, "", "%s has no effect: the ttsProvider is %s", a.Name, voices)
		}
	}
}

// relayAction reports an agent after which nothing can happen: https://www.twilio.com/docs/voice/twiml/connect#action. The
// handoffData of its end message is only sent to the action.
func relayAction(p *Pass, n *Node) {
	verbs := n.Known()
	if n.Parent != nil || p.Place != Call || len(verbs) == 0 {
		return
	}
	last := verbs[len(verbs)-1]
	if last.Name != "Connect" || word(last, "action") != "" {
		return
	}
	for noun := range last.Elements() {
		if noun.Name == "ConversationRelay" {
			p.Report(last.Pos, "", "the call ends with the agent's session, and handoffData reaches no one; add action=\"…\" to <Connect>, or a verb after it")
		}
	}
}
