package lint

// ssmlVoice finds SSML that nobody hears: https://www.twilio.com/docs/voice/twiml/say/text-speech. Without a voice the one of
// the account speaks, which may know SSML.
func ssmlVoice(p *pass, n *node) {
	switch voice := word(n.Element, "voice"); voice {
	case "man", "woman", "alice":
		for _, tag := range n.known() {
			p.report(tag.Pos, "", "<%s> is SSML, which the voice %s ignores; use a voice such as Polly.Joanna or Google.en-US-Standard-C", tag.Name, voice)
			return
		}
	}
}
