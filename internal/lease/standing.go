package lease

import (
	"context"

	"github.com/twvoice/twvoice/internal/store"
)

// Standing is an open loan of any account, and whether its process still runs.
type Standing struct {
	Scope string // of the account, from [Account.Key]
	Loan  Entry
	Alive bool
}

// Loans returns the open loans of every account in this journal, oldest first, without displaced ones. It does not
// restore anything and sends no requests.
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
