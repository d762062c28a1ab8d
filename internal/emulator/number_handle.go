package emulator

import (
	"context"
	"errors"
	"net/http"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

func (e *Server) numberRoutes() []route {
	const path = accountsPath + "/{AccountSid}/IncomingPhoneNumbers"
	routes := []route{
		{pattern: path, on: map[string]handle{http.MethodGet: e.listNumbers(""), http.MethodPost: e.buyNumber}},
	}
	for _, k := range kinds() {
		if !k.own {
			continue
		}
		routes = append(routes, route{pattern: path + "/" + k.path, on: map[string]handle{
			http.MethodGet: e.listNumbers(k.name), http.MethodPost: e.buyOf(k.name),
		}})
	}
	return append(routes, route{pattern: path + "/{Sid}", on: map[string]handle{
		http.MethodGet: e.fetchNumber, http.MethodPost: e.updateNumber, http.MethodDelete: e.releaseNumber,
	}})
}

func (e *Server) fetchNumber(ctx context.Context, r *request) (answer, error) {
	n, err := e.numberOf(ctx, e.db, r)
	if err != nil {
		return answer{}, err
	}
	return ok(n)
}

// numberOf is the number that a path names.
func (e *Server) numberOf(ctx context.Context, on store.Handle, r *request) (number, error) {
	n, err := numbersIn(on).Get(ctx, r.account.Sid, r.arg("Sid"))
	if errors.Is(err, store.ErrNotFound) {
		return number{}, missing(r.path)
	}
	return n, err
}

func (e *Server) updateNumber(ctx context.Context, r *request) (answer, error) {
	var n number
	err := e.db.Update(ctx, func(tx *store.Tx) error {
		var err error
		if n, err = e.numberOf(ctx, tx, r); err != nil {
			return err
		}
		if err := e.change(ctx, tx, r.form, &n); err != nil {
			return err
		}
		n.DateUpdated = rfc2822(e.now())
		if to := r.form.Get("AccountSid"); to != "" && to != n.AccountSid {
			return e.transfer(ctx, tx, r, &n)
		}
		return numbersIn(tx).Put(ctx, n.AccountSid, n.Sid, n)
	})
	if err != nil {
		return answer{}, err
	}
	return ok(n)
}

// transfer hands a number to another account of the family, at the wish of its main account. What belongs to the
// old account stays there: applications, address, bundle, trunk (UNSURE: Twilio does not say).
//
// https://www.twilio.com/docs/iam/api/subaccounts#exchange-phone-numbers-between-subaccounts
func (e *Server) transfer(ctx context.Context, tx *store.Tx, r *request, n *number) error {
	sid := r.form.Get("AccountSid")
	if !webhook.ValidSID("AC", sid) {
		return invalid(21470, "AccountSid %s is invalid", sid)
	}
	to, err := accountsIn(tx).Get(ctx, everyone, sid)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && to.OwnerAccountSid != r.caller.Sid:
		return invalid(21471, "Account %s does not exist", sid)
	case err != nil:
		return err
	case to.Status != active:
		return invalid(21472, "Account %s is not active", sid)
	}
	if err := numbersIn(tx).Delete(ctx, n.AccountSid, n.Sid); err != nil {
		return err
	}
	n.belongTo(sid)
	n.VoiceApplicationSid, n.SmsApplicationSid, n.TrunkSid = "", "", ""
	n.AddressSid, n.BundleSid, n.IdentitySid = "", "", ""
	n.EmergencyAddressSid, n.EmergencyStatus, n.EmergencyAddressStatus = "", "Inactive", "unregistered"
	if err := ownersIn(tx).Put(ctx, e.stock.shelf(n.PhoneNumber), n.PhoneNumber, owner{sid, n.Sid}); err != nil {
		return err
	}
	return numbersIn(tx).Insert(ctx, sid, n.Sid, *n)
}

func (e *Server) releaseNumber(ctx context.Context, r *request) (answer, error) {
	err := e.db.Update(ctx, func(tx *store.Tx) error {
		n, err := e.numberOf(ctx, tx, r)
		if err != nil {
			return err
		}
		return e.release(ctx, tx, n)
	})
	if err != nil {
		return answer{}, err
	}
	return deleted()
}

// release puts a number back into the stock.
func (e *Server) release(ctx context.Context, tx *store.Tx, n number) error {
	if err := ownersIn(tx).Delete(ctx, e.stock.shelf(n.PhoneNumber), n.PhoneNumber); err != nil {
		return err
	}
	return numbersIn(tx).Delete(ctx, n.AccountSid, n.Sid)
}
