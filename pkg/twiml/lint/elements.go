package lint

import (
	"slices"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// unknownElement reports names that are not in the table: https://www.twilio.com/docs/errors/12200.
func unknownElement(p *Pass, n *Node) {
	for child := range n.Elements() {
		if _, ok := twiml.Lookup(child.Name); !ok {
			p.Report(child.Pos, "12200", "unknown element <%s>: %s; %s", child.Name, consequence(n), rename(n, child.Name))
		}
	}
}

// consequence returns what happens with an unknown element. Choice: in spoken text its tags are dropped, and its own text is
// spoken.
func consequence(n *Node) string {
	if n.spoken() {
		return "Twilio speaks its content as if its tags were not there"
	}
	return "Twilio skips it and its content"
}

// rename suggests a name: first one that is allowed here, then any name that differs in case only.
func rename(n *Node, name string) string {
	const few = 10
	if n.spoken() && name == "speak" {
		return "<Say> already contains SSML: remove the tags"
	}
	if guess := nearestName(name, n.Spec.Children); guess != "" {
		return "did you mean <" + guess + ">?"
	}
	for spec := range twiml.Specs() {
		if sameLetters(name, spec.Name) {
			return "did you mean <" + spec.Name + ">?"
		}
	}
	switch allowed := n.Spec.Children; {
	case len(allowed) == 0:
		return "no element is allowed in <" + n.Name + ">: remove it"
	case len(allowed) <= few:
		return "<" + n.Name + "> takes <" + strings.Join(allowed, ">, <") + ">"
	}
	return "remove it"
}

// misplacedElement reports elements that TwiML has, but not here. messageVerb reports verbs of the other kind of
// document.
func misplacedElement(p *Pass, n *Node) {
	for child := range n.Elements() {
		if _, known := twiml.Lookup(child.Name); !known || n.Spec.Allows(child.Name) || isOtherKind(p, n, child) {
			continue
		}
		code := "12200"
		switch n.Name {
		case "Dial":
			code = "13215"
		case "Gather":
			code = "13320"
		case "Start":
			code = "14300"
		}
		p.Report(child.Pos, code, "<%s> is not allowed in <%s> and is skipped; %s", child.Name, n.Name, allowedIn(child.Name))
	}
}

// allowedIn says where an element is allowed.
func allowedIn(name string) string {
	var in []string
	for spec := range twiml.Specs() {
		if spec.Allows(name) {
			in = append(in, "<"+spec.Name+">")
		}
	}
	if slices.Contains(in, "<Response>") {
		return "it is a verb: put it directly into <Response>"
	}
	if len(in) == 0 || len(in) > 4 {
		return "remove it"
	}
	return "it belongs in " + strings.Join(in, " or ")
}

// messageVerb reports verbs of the wrong kind of document: https://www.twilio.com/docs/errors/14110.
func messageVerb(p *Pass, n *Node) {
	for child := range n.Elements() {
		switch {
		case !isOtherKind(p, n, child):
		case p.kind == twiml.Messaging && child.Name == "Sms":
			// Choice: the name that Message had before is taken for it. No page of Twilio's mentions it today, and
			// refusing it would hide a reply that old applications send.
			p.Report(child.Pos, "", "<Sms> is the old name of <Message> in the response to a message, and is sent as a message; write <Message>")
		case p.kind == twiml.Messaging:
			p.Report(child.Pos, "14110", "<%s> is a voice verb and is skipped in the response to a message; respond with <Message>", child.Name)
		default:
			p.Report(child.Pos, "12200", "<%s> is a messaging verb and is skipped in a call; write <Sms>, or send the message through the REST API", child.Name)
		}
	}
}

// isOtherKind reports whether a verb belongs to the other kind of document.
func isOtherKind(p *Pass, n *Node, child *twiml.Element) bool {
	other := twiml.Messaging
	if p.kind == twiml.Messaging {
		other = twiml.Voice
	}
	return n.Parent == nil && !n.Spec.Allows(child.Name) && twiml.Root(other).Allows(child.Name)
}

// missingNoun reports verbs without their required noun.
func missingNoun(p *Pass, n *Node) {
	if n.Within("Response") && n.Is("Connect", "Start", "Stop", "Refer") && hasNoElement(n) {
		example := map[string]string{"Refer": "<Sip>sip:…</Sip>", "Connect": `<Stream url="wss://…"/>`, "Start": `<Stream url="wss://…"/>`, "Stop": `<Stream name="…"/>`}
		p.Report(n.Pos, "", "<%s> is empty and does nothing; add a noun, such as %s", n.Name, example[n.Name])
	}
}

// restricted reports verbs that are not allowed in documents of this place.
func restricted(p *Pass, n *Node) {
	where, verbs := allowed(p.Place)
	if n.Parent != nil || verbs == nil {
		return
	}
	for _, verb := range n.Known() {
		code := "12200"
		switch {
		case slices.Contains(verbs, verb.Name):
			continue
		case p.Place == ConferenceWait:
			code = "13238"
		case p.Place == Whisper && verb.Name == "Dial":
			code = "13201"
		}
		p.Report(verb.Pos, code, "<%s> is not allowed in %s; allowed there: %s", verb.Name, where, strings.Join(verbs, ", "))
	}
}

// allowed returns the verbs of a place, or nil for all. Twilio's page about whispers leaves out Pause and Redirect,
// which work.
func allowed(place Place) (where string, verbs []string) {
	switch place {
	case Whisper:
		return "a whisper document", []string{"Say", "Play", "Pause", "Gather", "Redirect", "Hangup"}
	case QueueWait:
		return "the wait document of a queue", []string{"Say", "Play", "Pause", "Gather", "Redirect", "Leave", "Hangup"}
	case QueueWhisper:
		return "the document for the caller from a queue", []string{"Say", "Play", "Pause", "Redirect"}
	case ConferenceWait:
		return "the wait document of a conference", []string{"Say", "Play", "Pause", "Redirect"}
	}
	return "", nil
}

// Allowed reports whether Twilio runs a verb in the documents of a place. In those of a webhook it runs all.
func Allowed(place Place, verb string) bool {
	_, verbs := allowed(place)
	return verbs == nil || slices.Contains(verbs, verb)
}
