package webhook

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/term"
)

// guards is how an application checks the signature of an upgrade; docs/voice-agents.md has whole examples.
const guards = `check X-Twilio-Signature for the wss:// URL before the upgrade, and answer 403:
Express, ws: new WebSocketServer({ verifyClient: ({ req }) => twilio.validateRequest(token, req.headers['x-twilio-signature'] || '', url, {}) })
FastAPI:     if not RequestValidator(token).validate(url, {}, ws.headers.get("x-twilio-signature", "")): return await ws.close()
aiohttp:     the same with request.headers, and raise web.HTTPForbidden
Go:          webhook.Require(token, "https://example.com", handler)`

// socketAddress checks whether Twilio could open the WebSocket at all.
func (r *report) socketAddress(u *url.URL, local bool) {
	switch {
	case u.Scheme == "ws":
		r.add(check{Name: "address", Fatal: true, Code: "31922", Found: "31922 the scheme is ws: Twilio opens only wss", Fix: "write wss://" + u.Host + u.Path + "; a tunnel or a proxy provides TLS"})
	case privateHost(u.Hostname()) && !local:
		r.add(check{Name: "address", Found: u.Hostname() + " is a private address: Twilio cannot reach it", Fix: "twvoice serve --forward " + portOf(u)})
	default:
		r.add(check{Name: "address", OK: true, Found: "wss"})
	}
	if u.RawQuery != "" {
		r.add(check{Name: "address", Found: "the URL has a query: Twilio does not pass it on for <Stream>, and documents none for <ConversationRelay>", Fix: "use <Parameter> elements"})
	}
}

// socketAnswer reports what became of the signed upgrade.
func (r *report) socketAnswer(t talk) {
	r.Status = t.opened.Status
	r.Milliseconds = float64(t.opened.Took.Microseconds()) / 1000
	if p := t.opened.Failure; p != nil {
		c := check{Name: "signed", Fatal: true, Code: p.Code, Found: p.Code + " " + p.Message, Fix: "twvoice twiml explain " + p.Code}
		switch {
		case t.signedFor != "":
			c.Found += "; it accepts a signature for " + cmdutil.RedactURL(t.signedFor)
			c.Fix = "Twilio signs the URL of the document: check the signature for " + r.URL
		case rejected(t.opened.Status):
			c.Fix = "check the signature for " + r.URL + ", with the auth token of " + t.account
		}
		r.add(c)
		return
	}
	r.add(check{Name: "signed", OK: true, Found: fmt.Sprintf("101 in %.1f ms", r.Milliseconds)})
	for _, note := range t.opened.Notes {
		r.add(check{Name: "note", OK: true, Found: note})
	}
	r.socketTalk(t)
	if t.said != "" {
		r.Hears = fmt.Sprintf("%q", term.OneLine(t.said))
	}
}

// socketTalk checks what the agent sent after setup and a prompt.
func (r *report) socketTalk(t talk) {
	switch {
	case t.wrong != nil:
		r.add(check{Name: "answer", Fatal: true, Code: t.wrong.Code, Found: fmt.Sprintf("%s message %d: %v", t.wrong.Code, t.messages, t.wrong), Fix: t.wrong.Fix})
	case t.closed != "" && !t.last:
		r.add(check{Name: "answer", Fatal: true, Code: "64105", Found: "64105 the application closed the WebSocket (" + t.closed + ") before it answered", Fix: "keep it open until the caller hangs up, or send end"})
	case t.messages == 0:
		r.add(check{Name: "answer", Found: fmt.Sprintf("nothing in %s after setup and the prompt %q", patience, greeting), Fix: "answer a prompt with text messages"})
	case !t.last:
		r.add(check{Name: "answer", Found: "the talk cycle was not ended", Fix: `send "last": true with the last token`})
	default:
		r.add(check{Name: "answer", OK: true, Found: fmt.Sprintf("messages: %d, all valid", t.messages)})
	}
}

// rejected reports whether a status says that a request is not from Twilio.
func rejected(status int) bool {
	return status == http.StatusForbidden || status == http.StatusUnauthorized || status == http.StatusBadRequest
}

// socketGuard reports whether an upgrade that Twilio did not sign was accepted.
func (r *report) socketGuard(name string, g guard) {
	what := map[string]string{"unsigned": "an upgrade without a signature", "forged": "an upgrade that is signed with another token"}[name]
	switch {
	case g.accepted:
		c := check{Name: name, Fatal: true, Found: what + " is accepted: anyone who knows the address can talk to the agent", Fix: guards}
		if r.Checks[len(r.Checks)-1].Fix == guards {
			c.Fix = "" // it is right above
		}
		r.add(c)
	case g.closed != "":
		r.add(check{Name: name, OK: true, Found: what + " is closed: " + g.closed})
	default:
		found := what + " is refused"
		if g.status != 0 {
			found += fmt.Sprintf(" with %d", g.status)
		}
		r.add(check{Name: name, OK: true, Found: found})
	}
}
