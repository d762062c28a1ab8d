package emulator

import (
	"context"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
)

// Account is the credentials of an account, for signing and for authenticating.
type Account struct {
	Sid       string // AC…
	AuthToken string // 32 hexadecimal digits; a secret of its database, of no worth anywhere else
}

// LocalAccount is the account that the commands of --local share. The first call on a database makes it, with the
// number +14155550111 that points nowhere; every later call, in any process, finds the same one again.
// It is safe for concurrent use.
func LocalAccount(ctx context.Context, db *store.DB) (Account, error) {
	t := record.NewTables(db)
	oldest, err := record.OldestAccount(ctx, db)
	if err != nil || oldest.Sid != "" {
		return credentials(oldest), err
	}
	err = db.Update(ctx, func(tx *store.Tx) (err error) {
		oldest, err = record.OldestAccount(ctx, tx) // another process may have been faster
		if err != nil || oldest.Sid != "" {
			return err
		}
		oldest = t.NewAccount("", "Local account")
		return t.AddAccount(ctx, tx, oldest)
	})
	if err != nil {
		return Account{}, err
	}
	return credentials(oldest), nil
}

func credentials(a record.Account) Account { return Account{Sid: a.Sid, AuthToken: a.AuthToken} }
