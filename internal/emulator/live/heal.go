package live

import (
	"context"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
)

// begin repairs the rows of a process that died: its calls have ended, and no call waits in a queue
// or a conference. It also registers the existing queues with the engine.
func (b *Switchboard) begin(ctx context.Context) error {
	return b.DB.Update(ctx, func(tx *store.Tx) error {
		if err := b.heal(ctx, tx); err != nil {
			return err
		}
		queues, err := record.Queues(tx).List(ctx, store.Query{})
		if err != nil {
			return err
		}
		for _, row := range queues {
			b.SetQueue(row.Value)
			members, err := record.Members(tx).List(ctx, store.Query{Scope: row.Value.Sid})
			if err != nil {
				return err
			}
			for _, m := range members {
				if err := b.Dequeue(ctx, tx, row.Value.Sid, m.Key); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// heal ends the calls, waits and conferences that no process runs any longer.
func (b *Switchboard) heal(ctx context.Context, tx *store.Tx) error {
	calls, err := record.Calls(tx).List(ctx, store.Query{})
	if err != nil {
		return err
	}
	for _, row := range calls {
		c := row.Value
		if c.Ended() {
			continue
		}
		c.End("failed", b.Now(), 0)
		if err := record.Calls(tx).Put(ctx, c.AccountSid, c.Sid, c); err != nil {
			return err
		}
	}
	rooms, err := record.Conferences(tx).List(ctx, store.Query{})
	if err != nil {
		return err
	}
	for _, row := range rooms {
		if room := row.Value; room.Status != record.Completed {
			room.Status = record.Completed
			if err := b.PutConference(ctx, tx, room); err != nil {
				return err
			}
		}
	}
	return nil
}
