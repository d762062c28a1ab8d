package lint

import (
	"github.com/twvoice/twvoice/pkg/twiml"
)

// dialMix: https://www.twilio.com/docs/errors/13000.
func dialMix(p *Pass, n *Node) {
	nouns := n.Known()
	if !n.Is("Dial") || len(nouns) < 2 {
		return
	}
	for _, noun := range nouns {
		if noun.Name == "Conference" || noun.Name == "Queue" {
			p.Report(noun.Pos, "13000", "<%s> must be alone in its <Dial>; use a second <Dial> for the other nouns", noun.Name)
			return
		}
	}
}

// dialNouns: https://www.twilio.com/docs/voice/twiml/dial. At most ten ring in parallel, and at most ten in sequence
// with sequential.
func dialNouns(p *Pass, n *Node) {
	const most = twiml.MaxDialNouns
	if nouns := n.Known(); n.Is("Dial") && len(nouns) > most {
		p.Report(nouns[most].Pos, "", "<Dial> calls at most %d nouns, but has %d; use a second <Dial> for the rest", most, len(nouns))
	}
}
