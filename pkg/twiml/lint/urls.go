package lint

import (
	"cmp"
	"strings"

	"github.com/twvoice/twvoice/pkg/twiml"
)

// webURL reports URLs that cannot be requested: https://www.twilio.com/docs/errors/11100.
func webURL(p *Pass, n *Node) {
	eachURL(n, func(u link) {
		if why := twiml.URLMistake(u.value); why != "" {
			p.Report(u.at, cmp.Or(u.code, "11100"), "%s %s %s", u.what, quote(u.value), why)
		}
	})
}

// link is a URL in a document.
type link struct {
	what  string // "the action of <Gather>"
	value string
	code  string // of the attribute, "" for none
	at    twiml.Pos
}

// eachURL yields the URLs of a node, from attributes and text. Empty ones have a special meaning and are left out.
// attributeValue checks those that must be absolute.
func eachURL(n *Node, yield func(link)) {
	for _, a := range n.Attrs {
		known, ok := n.Spec.Attr(a.Name)
		value := strings.TrimSpace(a.Value)
		if !ok || value == "" || known.Type != twiml.URL && known.Type != twiml.AbsoluteURL || !known.Valid(value) {
			continue
		}
		yield(link{"the " + a.Name + " of <" + n.Name + ">", value, known.Code, a.Pos})
	}
	if text := n.Text(); text != "" && n.Is("Play", "Redirect", "Media") {
		yield(link{"the URL in <" + n.Name + ">", text, "", textPos(n.Element)})
	}
}

// relativeURL reports relative URLs in a document without a URL: https://www.twilio.com/docs/errors/15004.
func relativeURL(p *Pass, n *Node) {
	if !p.NoBase {
		return
	}
	eachURL(n, func(u link) {
		if strings.Contains(u.value, "://") || twiml.URLMistake(u.value) != "" {
			return
		}
		code := "11100"
		if strings.HasPrefix(u.what, "the action") {
			code = "15004"
		}
		p.Report(u.at, code, "%s %s is relative, but this document has no URL; write it in full: https://example.com/…", u.what, quote(u.value))
	})
	if n.Within("Response") && n.Is("Gather", "Record", "Pay") && word(n.Element, "action") == "" {
		p.Report(n.Pos, "11100", "<%s> without action requests its own document again, but this one has no URL; write action=\"https://example.com/…\"", n.Name)
	}
	if n.Is("Redirect") && n.Text() == "" {
		p.Report(n.Pos, "11100", "<Redirect> without URL requests its own document again, but this one has no URL; add https://example.com/…")
	}
}

// payHTTPS reports payments whose result would be sent unencrypted: https://www.twilio.com/docs/voice/twiml/pay#action.
func payHTTPS(p *Pass, n *Node) {
	if n.Is("Pay") && strings.HasPrefix(strings.ToLower(word(n.Element, "action")), "http://") {
		p.Report(n.AttrPos("action"), "64016", "the action of <Pay> must be https; write https:// instead of http://")
	}
}

// websocketURL reports invalid WebSocket URLs: https://www.twilio.com/docs/errors/31922.
func websocketURL(p *Pass, n *Node) {
	for _, a := range n.Attrs {
		known, ok := n.Spec.Attr(a.Name)
		value := strings.TrimSpace(a.Value)
		if !ok || known.Type != twiml.WebSocketURL || known.Valid(value) {
			continue
		}
		fix := "write it in full: wss://example.com/…"
		if scheme, rest, ok := strings.Cut(value, "://"); ok && rest != "" {
			fix = "write wss:// instead of " + scheme + "://"
		}
		p.Report(a.Pos, cmp.Or(known.Code, "31922"), "the %s of <%s> %s is not a wss:// URL; %s", a.Name, n.Name, quote(value), fix)
	}
}

// websocketQuery reports a query that is not sent, or not documented: https://www.twilio.com/docs/voice/twiml/stream#custom-parameters.
func websocketQuery(p *Pass, n *Node) {
	if n.Is("Stream") && strings.Contains(word(n.Element, "url"), "?") {
		p.Report(n.AttrPos("url"), "", "the query in the url of <Stream> is not sent; write <Parameter name=\"…\" value=\"…\"/> inside it")
	}
	if n.Is("ConversationRelay") && strings.Contains(word(n.Element, "url"), "?") {
		p.Report(n.AttrPos("url"), "", "Twilio documents no query in the url of <ConversationRelay>; write <Parameter name=\"…\" value=\"…\"/> inside it, for customParameters of setup")
	}
}
