package lint

import "strings"

// websocketQuery finds a query that is not sent: https://www.twilio.com/docs/voice/twiml/stream#custom-parameters.
func websocketQuery(p *pass, n *node) {
	if n.is("Stream") && strings.Contains(word(n.Element, "url"), "?") {
		p.report(n.AttrPos("url"), "", "the query in the url of <Stream> is not sent; write <Parameter name=\"…\" value=\"…\"/> into it")
	}
}
