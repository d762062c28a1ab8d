package emulator

import (
	"context"

	"github.com/twvoice/twvoice/internal/store"
)

// Reset forgets everything that the emulator keeps in a database: accounts, numbers, calls, and all else. It must not be in use.
func Reset(ctx context.Context, db *store.DB) error {
	return db.Update(ctx, func(tx *store.Tx) error { return store.Clear(ctx, tx, "emulator/") })
}
