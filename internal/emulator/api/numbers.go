package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/inventory"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

func (api *API) numberRoutes() []rest.Route {
	const path = record.AccountsPath + "/{AccountSid}/IncomingPhoneNumbers"
	routes := []rest.Route{
		{Pattern: path, On: map[string]rest.Handler{http.MethodGet: api.listNumbers(""), http.MethodPost: api.buyNumber}},
	}
	for _, k := range inventory.Kinds() {
		if !k.HasOwnList {
			continue
		}
		routes = append(routes, rest.Route{Pattern: path + "/" + k.Path, On: map[string]rest.Handler{
			http.MethodGet: api.listNumbers(k.Name), http.MethodPost: api.buyOf(k.Name),
		}})
	}
	return append(routes, rest.Route{Pattern: path + "/{Sid}", On: map[string]rest.Handler{
		http.MethodGet: api.fetchNumber, http.MethodPost: api.updateNumber, http.MethodDelete: api.releaseNumber,
	}})
}

func (api *API) fetchNumber(ctx context.Context, r *rest.Request) (rest.Response, error) {
	n, err := api.numberOf(ctx, api.DB, r)
	if err != nil {
		return rest.Response{}, err
	}
	return rest.OK(n)
}

// numberOf returns the number that a path names.
func (api *API) numberOf(ctx context.Context, on store.Handle, r *rest.Request) (record.Number, error) {
	n, err := record.Numbers(on).Get(ctx, r.Account.Sid, r.Arg("Sid"))
	if errors.Is(err, store.ErrNotFound) {
		return record.Number{}, apierror.NotFound(r.Path)
	}
	return n, err
}

func (api *API) updateNumber(ctx context.Context, r *rest.Request) (rest.Response, error) {
	var n record.Number
	err := api.DB.Update(ctx, func(tx *store.Tx) error {
		var err error
		if n, err = api.numberOf(ctx, tx, r); err != nil {
			return err
		}
		if err := api.ChangeNumber(ctx, tx, r.Form, &n); err != nil {
			return err
		}
		n.DateUpdated = record.FormatTime(api.Now())
		if to := r.Form.Get("AccountSid"); to != "" && to != n.AccountSid {
			return api.transfer(ctx, tx, r, &n)
		}
		return record.Numbers(tx).Put(ctx, n.AccountSid, n.Sid, n)
	})
	if err != nil {
		return rest.Response{}, err
	}
	return rest.OK(n)
}

// transfer moves a number to another account of the same main account, which must be the caller.
// The resources of the old account are removed from it: applications, address, bundle, trunk
// (UNSURE: Twilio does not document this).
//
// https://www.twilio.com/docs/iam/api/subaccounts#exchange-phone-numbers-between-subaccounts
func (api *API) transfer(ctx context.Context, tx *store.Tx, r *rest.Request, n *record.Number) error {
	sid := r.Form.Get("AccountSid")
	if !webhook.ValidSID("AC", sid) {
		return apierror.Invalid(21470, "AccountSid %s is invalid", sid)
	}
	to, err := record.Accounts(tx).Get(ctx, record.Global, sid)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && to.OwnerAccountSid != r.Caller.Sid:
		return apierror.Invalid(21471, "Account %s does not exist", sid)
	case err != nil:
		return err
	case to.Status != record.AccountActive:
		return apierror.Invalid(21472, "Account %s is not active", sid)
	}
	if err := record.Numbers(tx).Delete(ctx, n.AccountSid, n.Sid); err != nil {
		return err
	}
	n.SetAccount(sid)
	n.VoiceApplicationSid, n.SmsApplicationSid, n.TrunkSid = "", "", ""
	n.AddressSid, n.BundleSid, n.IdentitySid = "", "", ""
	n.EmergencyAddressSid, n.EmergencyStatus, n.EmergencyAddressStatus = "", "Inactive", "unregistered"
	if err := record.Owners(tx).Put(ctx, api.OwnerScope(n.PhoneNumber), n.PhoneNumber, record.Owner{AccountSid: sid, Sid: n.Sid}); err != nil {
		return err
	}
	return record.Numbers(tx).Insert(ctx, sid, n.Sid, *n)
}

func (api *API) releaseNumber(ctx context.Context, r *rest.Request) (rest.Response, error) {
	err := api.DB.Update(ctx, func(tx *store.Tx) error {
		n, err := api.numberOf(ctx, tx, r)
		if err != nil {
			return err
		}
		return api.RemoveNumber(ctx, tx, n)
	})
	if err != nil {
		return rest.Response{}, err
	}
	return rest.NoContent()
}
