package live

import (
	"context"

	"github.com/twvoice/twvoice/internal/emulator/messaging"
	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// addAlert makes alerts of warnings that Twilio's debugger would show. Warnings about what the
// engine does not simulate have no code, and appear only in the history.
func (b *Switchboard) addAlert(l *liveCall, w event.Warn) {
	if w.Code == "" {
		return
	}
	about := outbox.Incident{Account: l.row.AccountSid, Resource: l.row.Sid, Code: w.Code, Text: w.Message, To: outbox.Hook{URL: w.URL}}
	if last, ok := b.outbox.Log.Last(l.row.Sid, w.URL); ok {
		about.To.Method, about.Params = last.Method, last.Form()
	}
	b.writer.enter(func(ctx context.Context, tx *store.Tx) error { return b.outbox.Raise(ctx, tx, about) })
}

// texts sends the message of a verb.
func (b *Switchboard) texts(l *liveCall, t event.Text) {
	b.outbox.Background.Start(context.Background(), func(ctx context.Context) {
		owner, err := record.Accounts(b.DB).Get(ctx, record.Global, l.row.AccountSid)
		if err != nil {
			return
		}
		d := messaging.Draft{Account: owner, Direction: "outbound-call", From: t.From, To: t.To, Body: t.Body}
		m, err := b.messenger.Compose(ctx, d)
		if err == nil { // the engine has already reported errors in the verb itself
			b.messenger.Send(ctx, messaging.InTransit{Message: m, Draft: d})
		}
	})
}
