package emulator

import (
	"context"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// complain makes an alert of what Twilio's debugger would show. What the engine does not do has no code, and stays in the story.
func (b *switchboard) complain(l *line, w voicesim.Warn) {
	if w.Code == "" {
		return
	}
	about := incident{account: l.row.AccountSid, resource: l.row.Sid, code: w.Code, text: w.Message, to: hook{url: w.URL}}
	if last, ok := b.server.deliveries.last(l.row.Sid, w.URL); ok {
		about.to.method, about.params = last.Method, last.form()
	}
	b.book.enter(func(ctx context.Context, tx *store.Tx) error { return b.server.raise(ctx, tx, about) })
}

// texts sends the message of a verb.
func (b *switchboard) texts(l *line, t voicesim.Text) {
	e := b.server
	e.errands.start(context.Background(), func(ctx context.Context) {
		owner, err := accountsIn(e.db).Get(ctx, everyone, l.row.AccountSid)
		if err != nil {
			return
		}
		d := draft{account: owner, direction: "outbound-call", from: t.From, to: t.To, body: t.Body}
		m, err := e.compose(ctx, d)
		if err == nil { // what the verb itself did wrong, the engine has told
			e.send(ctx, posted{message: m, draft: d})
		}
	})
}
