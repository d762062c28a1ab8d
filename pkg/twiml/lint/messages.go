package lint

import (
	"strings"
	"unicode/utf8"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// Twilio's limits of a text message: https://www.twilio.com/docs/api/errors/21617 and
// https://www.twilio.com/docs/api/errors/21623.
const (
	maxMessageText  = 1600 // characters
	maxMessageMedia = 10   // files
)

// messageLimits reports messages that are not sent. Choice: an empty <Message> has the code of an empty <Sms>, 14103.
func messageLimits(p *Pass, n *Node) {
	if !n.Is("Message", "Sms") {
		return
	}
	body, media := messageParts(n.Element)
	switch size := utf8.RuneCountInString(body); {
	case size > maxMessageText:
		p.Report(n.Pos, "21617", "the text of <%s> has %d characters; the limit is %d: send several", n.Name, size, maxMessageText)
	case size == 0 && media == 0 && n.Is("Message"): // the rule missing-text reports an empty <Sms>
		p.Report(n.Pos, "14103", "<Message> is empty and is not sent; add text or <Media>")
	}
	if media > maxMessageMedia {
		p.Report(n.Pos, "21623", "<%s> has %d <Media>; the limit is %d", n.Name, media, maxMessageMedia)
	}
	if to := word(n.Element, "to"); n.Is("Message") && to != "" && wrongNumber(to) != "" {
		p.Report(n.AttrPos("to"), "21211", "the number in to %s %s", quote(to), wrongNumber(to))
	}
}

// messageParts returns the text of a message and the number of its files.
func messageParts(e *twiml.Element) (body string, media int) {
	body = e.Text()
	for child := range e.Elements() {
		switch child.Name {
		case "Body":
			body += child.Text()
		case "Media":
			media++
		}
	}
	return strings.TrimSpace(body), media
}
