package emulator

import (
	"context"
	"errors"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// waits has a call wait in a queue, which is made where there is none of that name.
func (b *switchboard) waits(l *line, w voicesim.Waiting) {
	if w.Sid == "" {
		return // it is full
	}
	l.queue = w.Sid
	account, callSid := l.row.AccountSid, l.row.Sid
	b.book.enter(func(ctx context.Context, tx *store.Tx) error {
		q, err := b.server.queues().in(tx).Get(ctx, account, w.Sid)
		if errors.Is(err, store.ErrNotFound) {
			q = b.server.newQueue(account, w.Name)
			q.rename(w.Sid)
			err = b.server.queues().in(tx).Insert(ctx, account, q.Sid, q)
		}
		if err != nil {
			return err
		}
		return fatal(b.server.enqueue(ctx, tx, q, callSid))
	})
}

// stepsOut ends the wait, whether an agent took the call or it left.
func (b *switchboard) stepsOut(l *line) {
	if l.queue == "" {
		return
	}
	queueSid, callSid := l.queue, l.row.Sid
	l.queue = ""
	b.book.enter(func(ctx context.Context, tx *store.Tx) error {
		return fatal(b.server.dequeue(ctx, tx, queueSid, callSid))
	})
}

// know tells the engine of a queue that the REST API has made or changed.
func (b *switchboard) know(q queue) { b.office.Queue(q.AccountSid, q.FriendlyName, q.Sid, q.MaxSize) }
