package lint

import "strconv"

// transcribe: https://www.twilio.com/docs/voice/twiml/record#transcribe.
func transcribe(p *pass, n *node) {
	if !n.is("Record") {
		return
	}
	length, err := strconv.Atoi(word(n.Element, "maxLength"))
	asked := word(n.Element, "transcribe") == "true"
	if asked && err == nil && length > 120 {
		p.report(n.AttrPos("maxLength"), "13615", "maxLength=\"%d\" is too long for a transcription; write 120 or less, or leave transcribe out", length)
	}
	if _, ok := n.Attr("transcribeCallback"); ok && !asked {
		p.report(n.AttrPos("transcribeCallback"), "", "transcribeCallback is never called without transcribe=\"true\"; add it")
	}
}
