package emulator

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// admit authenticates the request and checks its permission: an account may act on itself and on
// its subaccounts. Another owner's account gets the same error as one that does not exist (UNSURE:
// Twilio may say 20404).
//
// https://www.twilio.com/docs/iam/api/authentication
func (e *Server) admit(req *http.Request, to *rest.Endpoint, r *rest.Request) error {
	ctx := req.Context()
	caller, keyed, err := e.authenticate(ctx, req)
	if err != nil {
		return err
	}
	if caller.Status != record.AccountActive {
		return apierror.Inactive(caller.Sid, caller.Status)
	}
	if keyed && to.TokenOnly {
		return apierror.Unauthorized()
	}
	r.Caller, r.Account = caller, caller
	sid := r.Arg("AccountSid")
	switch {
	case sid == "" || sid == caller.Sid:
		return nil
	case !webhook.ValidSID("AC", sid):
		return apierror.NotFound(r.Path)
	}
	r.Account, err = record.Accounts(e.tables.DB).Get(ctx, record.Global, sid)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && r.Account.OwnerAccountSid != caller.Sid:
		return apierror.Unauthorized()
	case err != nil:
		return err
	case r.Account.Status != record.AccountActive && !to.Dormant:
		return apierror.Inactive(sid, r.Account.Status)
	}
	return nil
}

// authenticate returns the account of the request's user name and password: an account SID and auth
// token, or an API key and its secret.
func (e *Server) authenticate(ctx context.Context, req *http.Request) (caller record.Account, keyed bool, err error) {
	name, password, _ := req.BasicAuth()
	if webhook.ValidSID("SK", name) {
		key, err := record.Keys(e.tables.DB).Get(ctx, record.Global, name)
		if err != nil {
			return record.Account{}, true, orUnauthorized(err)
		}
		if !equalSecrets(key.Secret, password) {
			return record.Account{}, true, apierror.Unauthorized()
		}
		caller, err := record.Accounts(e.tables.DB).Get(ctx, record.Global, key.AccountSid)
		return caller, true, orUnauthorized(err)
	}
	if !webhook.ValidSID("AC", name) {
		return record.Account{}, false, apierror.Unauthorized()
	}
	caller, err = record.Lookup(e.tables.Lookups, record.LookupAccounts, name, func() (record.Account, error) { return record.Accounts(e.tables.DB).Get(ctx, record.Global, name) })
	if err == nil && !equalSecrets(caller.AuthToken, password) {
		err = apierror.Unauthorized()
	}
	return caller, false, orUnauthorized(err)
}

func orUnauthorized(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return apierror.Unauthorized()
	}
	return err
}

func equalSecrets(secret, given string) bool {
	return subtle.ConstantTimeCompare([]byte(secret), []byte(given)) == 1
}
