package emulator

import (
	"context"

	"github.com/twvoice/twvoice/internal/store"
)

// Reset deletes everything that the emulator stored in a database: accounts, numbers, calls, and
// everything else. The database must not be in use.
func Reset(ctx context.Context, db *store.DB) error {
	return db.Update(ctx, func(tx *store.Tx) error { return store.Clear(ctx, tx, "emulator/") })
}
