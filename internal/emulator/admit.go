package emulator

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// admit finds out who asks, and whether it may: an account acts on itself and on its subaccounts.
// An account of somebody else is as unknown as one that does not exist (UNSURE: Twilio may say 20404).
//
// https://www.twilio.com/docs/iam/api/authentication
func (e *Server) admit(req *http.Request, to *endpoint, r *request) error {
	ctx := req.Context()
	caller, keyed, err := e.authenticate(ctx, req)
	if err != nil {
		return err
	}
	if caller.Status != active {
		return inactive(caller.Sid, caller.Status)
	}
	if keyed && to.tokenOnly {
		return unauthorized()
	}
	r.caller, r.account = caller, caller
	sid := r.arg("AccountSid")
	switch {
	case sid == "" || sid == caller.Sid:
		return nil
	case !webhook.ValidSID("AC", sid):
		return missing(r.path)
	}
	r.account, err = accountsIn(e.db).Get(ctx, everyone, sid)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && r.account.OwnerAccountSid != caller.Sid:
		return unauthorized()
	case err != nil:
		return err
	case r.account.Status != active && !to.dormant:
		return inactive(sid, r.account.Status)
	}
	return nil
}

// authenticate is the account of the name and password that a request brings: an account's SID and token, or an
// API key and its secret.
func (e *Server) authenticate(ctx context.Context, req *http.Request) (caller account, keyed bool, err error) {
	name, password, _ := req.BasicAuth()
	if webhook.ValidSID("SK", name) {
		key, err := keysIn(e.db).Get(ctx, everyone, name)
		if err != nil {
			return account{}, true, orUnauthorized(err)
		}
		if !same(key.Secret, password) {
			return account{}, true, unauthorized()
		}
		caller, err := accountsIn(e.db).Get(ctx, everyone, key.AccountSid)
		return caller, true, orUnauthorized(err)
	}
	if !webhook.ValidSID("AC", name) {
		return account{}, false, unauthorized()
	}
	caller, err = recall(e.recent, accountsOf, name, func() (account, error) { return accountsIn(e.db).Get(ctx, everyone, name) })
	if err == nil && !same(caller.AuthToken, password) {
		err = unauthorized()
	}
	return caller, false, orUnauthorized(err)
}

func orUnauthorized(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return unauthorized()
	}
	return err
}

func same(secret, given string) bool {
	return subtle.ConstantTimeCompare([]byte(secret), []byte(given)) == 1
}
