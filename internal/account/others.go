package account

import (
	"context"

	"github.com/twvoice/twvoice/internal/emulator"
)

// Others returns the auth tokens of other accounts known on this machine, by the account's name. A request signed with
// one of them was meant for that account. It sends no request, and ignores errors.
func (a *Account) Others(ctx context.Context) map[string]string {
	all := map[string]string{}
	if own := a.credentials; own.AccountSid != a.Sid() && own.AuthToken != "" {
		all[own.AccountSid+", the parent account"] = own.AuthToken
	}
	if a.Local {
		return all
	}
	db, err := a.db()
	if err != nil {
		return all
	}
	if local, err := emulator.LocalAccount(ctx, db); err == nil {
		all["the local account, as twvoice call does without credentials"] = local.AuthToken
	}
	return all
}
