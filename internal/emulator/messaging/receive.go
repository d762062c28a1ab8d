package messaging

import (
	"context"
	"net/http"
	"net/url"

	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/pkg/textsim"
)

// inbound is a message that an account received, and whose application has to be asked.
type inbound struct {
	message record.Message
	number  record.Number
	media   []string
	depth   int
}

// params is what the application is told.
func (in inbound) params() url.Values {
	m := in.message
	return textsim.Message{Sid: m.Sid, AccountSid: m.AccountSid, From: string(m.From), To: m.To, Body: m.Body, Media: in.media}.Form()
}

// hookOf is the URL that an attribute of a verb names, and the method beside it.
func hookOf(at, method, base string) outbox.Hook {
	if method != http.MethodGet {
		method = http.MethodPost
	}
	return outbox.Hook{URL: at, Method: method}.From(base)
}

// receive asks the application behind the number, its fallback when that fails, and does what the answer says.
//
// https://www.twilio.com/docs/messaging/guides/webhook-request
func (ms *Messenger) receive(ctx context.Context, in inbound) {
	owner, err := record.Accounts(ms.DB).Get(ctx, record.Global, in.message.AccountSid)
	if err != nil {
		return
	}
	first, fallback, err := ms.answering(ctx, in.number)
	if err != nil || first.URL == "" {
		return
	}
	t := talk{messenger: ms, owner: owner, in: in, params: in.params()}
	failed, ok := t.run(ctx, first)
	if ok || fallback.URL == "" {
		return
	}
	t.params.Set("ErrorCode", failed.Code)
	t.params.Set("ErrorUrl", first.URL)
	t.run(ctx, fallback)
}

// answering is who is asked about messages to a number: its application, or its own URLs.
func (ms *Messenger) answering(ctx context.Context, n record.Number) (first, fallback outbox.Hook, err error) {
	if n.SmsApplicationSid == "" {
		return outbox.Hook{URL: n.SmsURL, Method: n.SmsMethod}, outbox.Hook{URL: n.SmsFallbackURL, Method: n.SmsFallbackMethod}, nil
	}
	a, err := record.Applications(ms.DB).Get(ctx, n.AccountSid, n.SmsApplicationSid)
	return outbox.Hook{URL: a.SmsURL, Method: a.SmsMethod}, outbox.Hook{URL: a.SmsFallbackURL, Method: a.SmsFallbackMethod}, err
}
