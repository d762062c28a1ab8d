package lint

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// voice reports names other than man, woman, alice and those of the form Polly.Joanna. The voices themselves change too
// often for a table. https://www.twilio.com/docs/errors/13511
func voice(p *Pass, n *Node) {
	known, ok := n.Spec.Attr("voice")
	value := word(n.Element, "voice")
	if !n.Is("Say") || !ok || value == "" || strings.Contains(value, ".") || slices.Contains(known.Values, value) {
		return
	}
	code := "13511"
	if n.Within("Gather") {
		code = "13321"
	}
	fix := didYouMean(value, known.Values, `"%"`)
	if fix == "" {
		fix = "; write man, woman, or the provider before the name: Polly." + value
	}
	p.Report(n.AttrPos("voice"), code, "voice=%s is not a voice%s", quote(value), fix)
}

// ssmlVoice reports SSML that has no effect: https://www.twilio.com/docs/voice/twiml/say/text-speech. Without a voice
// attribute, the account's default voice is used, which may support SSML.
func ssmlVoice(p *Pass, n *Node) {
	switch voice := word(n.Element, "voice"); voice {
	case "man", "woman", "alice":
		for _, tag := range n.Known() {
			p.Report(tag.Pos, "", "<%s> is SSML, which the voice %s ignores; use a voice such as Polly.Joanna or Google.en-US-Standard-C", tag.Name, voice)
			return
		}
	}
}

// hints checks the number of speech recognition hints: https://www.twilio.com/docs/errors/13330.
func hints(p *Pass, n *Node) {
	value := word(n.Element, "hints")
	if !n.Is("Gather") || value == "" {
		return
	}
	all := strings.Split(value, ",")
	if len(all) > 500 {
		p.Report(n.AttrPos("hints"), "13330", "there are %d hints; the limit is 500", len(all))
	}
	for _, hint := range all {
		if hint = strings.TrimSpace(hint); utf8.RuneCountInString(hint) > 100 {
			p.Report(n.AttrPos("hints"), "13330", "the hint %s has %d characters; the limit is 100: separate hints with commas", quote(hint), utf8.RuneCountInString(hint))
		}
	}
}

// speechTimeout: https://www.twilio.com/docs/errors/13335.
func speechTimeout(p *Pass, n *Node) {
	model := word(n.Element, "speechModel")
	if n.Is("Gather") && model != "" && word(n.Element, "speechTimeout") == "auto" {
		p.Report(n.AttrPos("speechTimeout"), "13335", "speechTimeout=\"auto\" cannot be used with speechModel=%s; write a number of seconds, or leave out speechModel", quote(model))
	}
}

// transcribe: https://www.twilio.com/docs/voice/twiml/record#transcribe.
func transcribe(p *Pass, n *Node) {
	if !n.Is("Record") {
		return
	}
	length, err := strconv.Atoi(word(n.Element, "maxLength"))
	asked := word(n.Element, "transcribe") == "true"
	if asked && err == nil && length > 120 {
		p.Report(n.AttrPos("maxLength"), "13615", "maxLength=\"%d\" is too long for a transcription; write 120 or less, or leave out transcribe", length)
	}
	if _, ok := n.Attr("transcribeCallback"); ok && !asked {
		p.Report(n.AttrPos("transcribeCallback"), "", "transcribeCallback is never called without transcribe=\"true\"; add it")
	}
}

// gatherInput reports settings for speech or keys in a Gather that does not accept such input.
func gatherInput(p *Pass, n *Node) {
	if !n.Is("Gather") {
		return
	}
	known, _ := n.Spec.Attr("input")
	input := word(n.Element, "input")
	if input == "" || !known.Valid(input) {
		input = known.Default
	}
	kinds := strings.Fields(input)
	useless := func(kind string, names ...string) {
		for _, name := range names {
			if _, ok := n.Attr(name); ok && !slices.Contains(kinds, kind) {
				p.Report(n.AttrPos(name), "", "%s has no effect: this <Gather> does not accept %s; write input=\"dtmf speech\" for both", name, kind)
			}
		}
	}
	useless("speech", "enhanced", "hints", "maxSpeechTime", "partialResultCallback", "profanityFilter", "speechModel", "speechTimeout")
	useless("dtmf", "finishOnKey", "numDigits")
}
