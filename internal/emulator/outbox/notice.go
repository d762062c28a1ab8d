package outbox

import (
	"context"
	"net/url"

	"github.com/twvoice/twvoice/internal/emulator/record"
)

// A Notice is a status callback: the application is told, and its answer does not matter.
type Notice struct {
	Account  record.Account
	Resource string // SID of what it is about
	To       Hook
	Params   url.Values
}

// Notify sends a notice after the answer.
func (o *Outbox) Notify(ctx context.Context, n Notice) {
	if n.To.URL != "" {
		o.Background.Start(ctx, func(ctx context.Context) { o.NotifyNow(ctx, n) })
	}
}

// NotifyNow sends a notice now; a failure is an alert.
func (o *Outbox) NotifyNow(ctx context.Context, n Notice) {
	if n.To.URL == "" {
		return
	}
	got := o.Ask(ctx, n.To, n.Account.AuthToken, n.Params)
	if got.Code != "" {
		o.RaiseFailure(ctx, n, got)
	}
}

// RaiseFailure makes an alert of a request that failed. When the database is gone as well, there is nobody left to tell.
func (o *Outbox) RaiseFailure(ctx context.Context, n Notice, got Answer) {
	_ = o.Raise(ctx, o.DB, Incident{
		Account: n.Account.Sid, Resource: n.Resource, Code: got.Code, Text: got.Text, To: n.To, Params: n.Params, reply: got,
	})
}
