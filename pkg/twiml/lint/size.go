package lint

import "github.com/twvoice/twvoice/pkg/twiml"

// size: https://www.twilio.com/docs/api/errors/11750.
func size(p *pass, n *node) {
	if n.parent == nil && p.Size > twiml.MaxSize {
		p.report(n.Pos, "11750", "the document has %d bytes, and Twilio takes %d: split it with <Redirect>", p.Size, twiml.MaxSize)
	}
}
