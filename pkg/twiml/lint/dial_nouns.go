package lint

import "github.com/twvoice/twvoice/pkg/twiml"

// dialNouns: https://www.twilio.com/docs/voice/twiml/dial. Ten ring at the same time, and ten one after another with sequential.
func dialNouns(p *pass, n *node) {
	const most = twiml.MaxDialNouns
	if nouns := n.known(); n.is("Dial") && len(nouns) > most {
		p.report(nouns[most].Pos, "", "<Dial> calls %d at most, and here are %d; use a second <Dial> for the rest", most, len(nouns))
	}
}
