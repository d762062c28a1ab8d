package live

import (
	"context"
	"errors"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// waits adds a call to a queue, which is created if it does not exist.
func (b *Switchboard) waits(l *liveCall, w event.Waiting) {
	if w.Sid == "" {
		return // it is full
	}
	l.queue = w.Sid
	account, callSid := l.row.AccountSid, l.row.Sid
	b.writer.enter(func(ctx context.Context, tx *store.Tx) error {
		q, err := record.Queues(tx).Get(ctx, account, w.Sid)
		if errors.Is(err, store.ErrNotFound) {
			q = b.NewQueue(account, w.Name)
			q.SetSid(w.Sid)
			err = record.Queues(tx).Insert(ctx, account, q.Sid, q)
		}
		if err != nil {
			return err
		}
		return ignoreNotFound(b.Enqueue(ctx, tx, q, callSid))
	})
}

// leaveQueue ends the wait of a call, whether an agent took it or it left.
func (b *Switchboard) leaveQueue(l *liveCall) {
	if l.queue == "" {
		return
	}
	queueSid, callSid := l.queue, l.row.Sid
	l.queue = ""
	b.writer.enter(func(ctx context.Context, tx *store.Tx) error {
		return ignoreNotFound(b.Dequeue(ctx, tx, queueSid, callSid))
	})
}

// SetQueue registers a queue with the engine after the REST API has created or changed it.
func (b *Switchboard) SetQueue(q record.Queue) {
	b.simulator.Queue(q.AccountSid, q.FriendlyName, q.Sid, q.MaxSize)
}
