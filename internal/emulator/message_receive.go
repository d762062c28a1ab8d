package emulator

import (
	"context"
	"net/http"
	"net/url"

	"github.com/twvoice/twvoice/pkg/textsim"
)

// inbound is a message that an account received, and whose application has to be asked.
type inbound struct {
	message message
	number  number
	media   []string
	depth   int
}

// receive asks the application behind the number, its fallback when that fails, and does what the answer says.
//
// https://www.twilio.com/docs/messaging/guides/webhook-request
func (e *Server) receive(ctx context.Context, in inbound) {
	owner, err := accountsIn(e.db).Get(ctx, everyone, in.message.AccountSid)
	if err != nil {
		return
	}
	first, fallback, err := e.answering(ctx, in.number)
	if err != nil || first.url == "" {
		return
	}
	t := talk{server: e, owner: owner, in: in, params: in.params()}
	failed, ok := t.run(ctx, first)
	if ok || fallback.url == "" {
		return
	}
	t.params.Set("ErrorCode", failed.code)
	t.params.Set("ErrorUrl", first.url)
	t.run(ctx, fallback)
}

// answering is who is asked about messages to a number: its application, or its own URLs.
func (e *Server) answering(ctx context.Context, n number) (first, fallback hook, err error) {
	if n.SmsApplicationSid == "" {
		return hook{url: n.SmsURL, method: n.SmsMethod}, hook{url: n.SmsFallbackURL, method: n.SmsFallbackMethod}, nil
	}
	a, err := applicationsIn(e.db).Get(ctx, n.AccountSid, n.SmsApplicationSid)
	return hook{url: a.SmsURL, method: a.SmsMethod}, hook{url: a.SmsFallbackURL, method: a.SmsFallbackMethod}, err
}

// params is what the application is told.
func (in inbound) params() url.Values {
	m := in.message
	return textsim.Message{Sid: m.Sid, AccountSid: m.AccountSid, From: string(m.From), To: m.To, Body: m.Body, Media: in.media}.Form()
}

// hookOf is the URL that an attribute of a verb names, and the method beside it.
func hookOf(at, method, base string) hook {
	if method != http.MethodGet {
		method = http.MethodPost
	}
	return hook{url: at, method: method}.from(base)
}
