package live

import (
	"context"
	"errors"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// waits has a call wait in a queue, which is made where there is none of that name.
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
		return fatal(b.Enqueue(ctx, tx, q, callSid))
	})
}

// stepsOut ends the wait, whether an agent took the call or it left.
func (b *Switchboard) stepsOut(l *liveCall) {
	if l.queue == "" {
		return
	}
	queueSid, callSid := l.queue, l.row.Sid
	l.queue = ""
	b.writer.enter(func(ctx context.Context, tx *store.Tx) error {
		return fatal(b.Dequeue(ctx, tx, queueSid, callSid))
	})
}

// LearnQueue tells the engine of a queue that the REST API has made or changed.
func (b *Switchboard) LearnQueue(q record.Queue) {
	b.simulator.Queue(q.AccountSid, q.FriendlyName, q.Sid, q.MaxSize)
}
