package messaging

import (
	"context"
	"net/http"
	"net/url"

	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/pkg/textsim"
)

// inbound is a message that an account received and that its application must handle.
type inbound struct {
	message record.Message
	number  record.Number
	media   []string
	depth   int
}

// params returns the parameters of the webhook.
func (in inbound) params() url.Values {
	m := in.message
	return textsim.Message{Sid: m.Sid, AccountSid: m.AccountSid, From: string(m.From), To: m.To, Body: m.Body, Media: in.media}.Form()
}

// hookOf returns the hook of a verb's URL attribute and its method attribute.
func hookOf(at, method, base string) outbox.Hook {
	if method != http.MethodGet {
		method = http.MethodPost
	}
	return outbox.Hook{URL: at, Method: method}.From(base)
}

// receive requests the application of the number, or its fallback if that fails, and executes the
// answer.
//
// https://www.twilio.com/docs/messaging/guides/webhook-request
func (ms *Messenger) receive(ctx context.Context, in inbound) {
	owner, err := record.Accounts(ms.DB).Get(ctx, record.Global, in.message.AccountSid)
	if err != nil {
		return
	}
	first, fallback, err := ms.webhooksFor(ctx, in.number)
	if err != nil || first.URL == "" {
		return
	}
	t := conversation{messenger: ms, owner: owner, in: in, params: in.params()}
	failed, ok := t.run(ctx, first)
	if ok || fallback.URL == "" {
		return
	}
	t.params.Set("ErrorCode", failed.Code)
	t.params.Set("ErrorUrl", first.URL)
	t.run(ctx, fallback)
}

// webhooksFor returns the webhooks for messages to a number: those of its application, or its own
// URLs.
func (ms *Messenger) webhooksFor(ctx context.Context, n record.Number) (first, fallback outbox.Hook, err error) {
	if n.SmsApplicationSid == "" {
		return outbox.Hook{URL: n.SmsURL, Method: n.SmsMethod}, outbox.Hook{URL: n.SmsFallbackURL, Method: n.SmsFallbackMethod}, nil
	}
	a, err := record.Applications(ms.DB).Get(ctx, n.AccountSid, n.SmsApplicationSid)
	return outbox.Hook{URL: a.SmsURL, Method: a.SmsMethod}, outbox.Hook{URL: a.SmsFallbackURL, Method: a.SmsFallbackMethod}, err
}
