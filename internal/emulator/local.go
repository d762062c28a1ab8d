package emulator

import (
	"context"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/store"
)

// Account holds the credentials of an account, for signatures and for authentication.
type Account struct {
	Sid       string // AC…
	AuthToken string // 32 hexadecimal digits; secret, but valid only for this database
}

// LocalAccount returns the account that all --local commands share. The first call for a database
// creates it, with the number +14155550111, which has no webhook. Later calls in any process return
// the same account. It is safe for concurrent use.
func LocalAccount(ctx context.Context, db *store.DB) (Account, error) {
	t := record.NewTables(db)
	oldest, err := record.OldestAccount(ctx, db)
	if err != nil || oldest.Sid != "" {
		return credentials(oldest), err
	}
	err = db.Update(ctx, func(tx *store.Tx) (err error) {
		oldest, err = record.OldestAccount(ctx, tx) // another process may have created it in the meantime
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
