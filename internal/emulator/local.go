package emulator

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/twvoice/twvoice/internal/store"
)

// firstNumber is what a fresh local account owns.
const firstNumber = "+14155550111"

// Account is the credentials of an account, for signing and for authenticating.
type Account struct {
	Sid       string // AC…
	AuthToken string // 32 hexadecimal digits; a secret of its database, of no worth anywhere else
}

// LocalAccount is the account that the commands of --local share. The first call on a database makes it, with the
// number +14155550111 that points nowhere; every later call, in any process, finds the same one again.
// It is safe for concurrent use.
func LocalAccount(ctx context.Context, db *store.DB) (Account, error) {
	e := &Server{db: db, now: time.Now, random: rand.Reader, stock: newStock()}
	oldest, err := oldestAccount(ctx, db)
	if err != nil || oldest.Sid != "" {
		return oldest.credentials(), err
	}
	err = db.Update(ctx, func(tx *store.Tx) (err error) {
		oldest, err = oldestAccount(ctx, tx) // another process may have been faster
		if err != nil || oldest.Sid != "" {
			return err
		}
		oldest = e.newAccount("", "Local account")
		return e.furnish(ctx, tx, oldest)
	})
	if err != nil {
		return Account{}, err
	}
	return oldest.credentials(), nil
}

func (a account) credentials() Account { return Account{Sid: a.Sid, AuthToken: a.AuthToken} }

// oldestAccount is the local account: the first one of its database, for accounts are closed but never deleted.
func oldestAccount(ctx context.Context, on store.Handle) (account, error) {
	rows, err := accountsIn(on).List(ctx, store.Query{Scope: everyone, Limit: 1})
	if err != nil || len(rows) == 0 {
		return account{}, err
	}
	return rows[0].Value, nil
}

// furnish keeps a new main account, and gives it its number.
func (e *Server) furnish(ctx context.Context, tx *store.Tx, a account) error {
	if err := accountsIn(tx).Insert(ctx, everyone, a.Sid, a); err != nil {
		return err
	}
	thing, _ := e.stock.find(firstNumber)
	return e.own(ctx, tx, e.newNumber(a.Sid, thing))
}
