package lease

import (
	"context"

	"github.com/twvoice/twvoice/internal/store"
)

// Standing is an open loan of whichever account, and whether the process that made it still runs.
type Standing struct {
	Scope string // of the account, as [Account.Key] has it
	Loan  Entry
	Alive bool
}

// Loans are the open loans, but for those that another twvoice has displaced, of every account whose numbers this journal knows, oldest first. Nothing is healed, and nobody asked.
func Loans(ctx context.Context, db *store.DB, locks string) ([]Standing, error) {
	rows, err := journal(db).List(ctx, store.Query{})
	if err != nil {
		return nil, err
	}
	k := New(db, nil, Options{Locks: locks})
	var standing []Standing
	for _, row := range rows {
		if e := row.Value; e.Kind == Loan && e.Outcome == "" {
			standing = append(standing, Standing{row.Scope, e, k.alive(e.Owner)})
		}
	}
	return standing, nil
}
