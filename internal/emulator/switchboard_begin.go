package emulator

import (
	"context"

	"github.com/twvoice/twvoice/internal/store"
)

// begin makes good what a process left behind that died: its calls have ended, and nobody waits or confers any more. The engine
// learns which queues there are.
func (b *switchboard) begin(ctx context.Context) error {
	e := b.server
	return e.db.Update(ctx, func(tx *store.Tx) error {
		if err := b.heal(ctx, tx); err != nil {
			return err
		}
		queues, err := e.queues().in(tx).List(ctx, store.Query{})
		if err != nil {
			return err
		}
		for _, row := range queues {
			b.know(row.Value)
			members, err := membersIn(tx).List(ctx, store.Query{Scope: row.Value.Sid})
			if err != nil {
				return err
			}
			for _, m := range members {
				if err := e.dequeue(ctx, tx, row.Value.Sid, m.Key); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// heal ends what no process runs any more.
func (b *switchboard) heal(ctx context.Context, tx *store.Tx) error {
	e := b.server
	calls, err := e.calls().in(tx).List(ctx, store.Query{})
	if err != nil {
		return err
	}
	for _, row := range calls {
		c := row.Value
		if c.ended() {
			continue
		}
		c.end("failed", e.now(), 0)
		if err := e.calls().in(tx).Put(ctx, c.AccountSid, c.Sid, c); err != nil {
			return err
		}
	}
	rooms, err := e.conferences().in(tx).List(ctx, store.Query{})
	if err != nil {
		return err
	}
	for _, row := range rooms {
		if room := row.Value; room.Status != completed {
			room.Status = completed
			if err := e.keepConference(ctx, tx, room); err != nil {
				return err
			}
		}
	}
	return nil
}
