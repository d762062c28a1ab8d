package account

import (
	"context"

	"github.com/twvoice/twvoice/internal/emulator"
)

// Others are the auth tokens of other accounts that this machine knows, by the names to call the accounts. A request that was
// signed with one of them was meant for somebody else. Nobody is asked for them; where there are none, there is nothing to say.
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
