package outbox

import (
	"context"
	"net/url"

	"github.com/twvoice/twvoice/internal/emulator/record"
)

// Notice is a status callback: a request to an application whose answer is not used.
type Notice struct {
	Account  record.Account
	Resource string // SID of the subject
	To       Hook
	Params   url.Values
}

// Notify sends a notice after the current answer, in the background.
func (o *Outbox) Notify(ctx context.Context, n Notice) {
	if n.To.URL != "" {
		o.Background.Start(ctx, func(ctx context.Context) { o.NotifyNow(ctx, n) })
	}
}

// NotifyNow sends a notice and waits for the answer. A failure becomes an alert.
func (o *Outbox) NotifyNow(ctx context.Context, n Notice) {
	if n.To.URL == "" {
		return
	}
	got := o.Ask(ctx, n.To, n.Account.AuthToken, n.Params)
	if got.Code != "" {
		o.RaiseFailure(ctx, n, got)
	}
}

// RaiseFailure makes an alert of a failed request. It ignores database errors, because nothing
// could report them.
func (o *Outbox) RaiseFailure(ctx context.Context, n Notice, got Answer) {
	_ = o.Raise(ctx, o.DB, Incident{
		Account: n.Account.Sid, Resource: n.Resource, Code: got.Code, Text: got.Text, To: n.To, Params: n.Params, reply: got,
	})
}
