package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
)

func (api *API) accountRoutes() []rest.Route {
	return []rest.Route{
		{
			Pattern: record.AccountsPath, TokenOnly: true,
			On: map[string]rest.Handler{http.MethodGet: api.listAccounts, http.MethodPost: api.createAccount},
		},
		{
			Pattern: record.AccountsPath + "/{AccountSid}", TokenOnly: true, Dormant: true,
			On: map[string]rest.Handler{http.MethodGet: api.fetchAccount, http.MethodPost: api.updateAccount},
		},
	}
}

// listAccounts lists the caller and its subaccounts, newest first.
func (api *API) listAccounts(ctx context.Context, r *rest.Request) (rest.Response, error) {
	p, err := rest.ReadPage(r.Query)
	if err != nil {
		return rest.Response{}, err
	}
	status, err := rest.ReadOne("", record.AccountActive, record.AccountSuspended, record.AccountClosed)("Status", r.Query.Get("Status"))
	if err != nil {
		return rest.Response{}, err
	}
	name := r.Query.Get("FriendlyName")
	s, err := p.Rows(ctx, store.In[json.RawMessage](api.DB, record.AccountKind), record.Global, func(raw json.RawMessage) bool {
		var a record.Account
		return json.Unmarshal(raw, &a) == nil && (a.Sid == r.Caller.Sid || a.OwnerAccountSid == r.Caller.Sid) &&
			(status == "" || a.Status == status) && (name == "" || a.FriendlyName == name)
	})
	if err != nil {
		return rest.Response{}, err
	}
	for i, raw := range s.Items {
		var a record.Account
		if err := json.Unmarshal(raw, &a); err != nil {
			return rest.Response{}, err
		}
		if s.Items[i], err = json.Marshal(a.View()); err != nil {
			return rest.Response{}, err
		}
	}
	body, err := p.Envelope(r.Path, "accounts", r.Query, s)
	if err != nil {
		return rest.Response{}, err
	}
	return rest.OK(body)
}

// createAccount creates a subaccount. Subaccounts cannot have subaccounts.
//
// https://www.twilio.com/docs/iam/api/subaccounts
func (api *API) createAccount(ctx context.Context, r *rest.Request) (rest.Response, error) {
	if !r.Caller.Main() {
		return rest.Response{}, apierror.Invalid(21101, "A subaccount cannot have subaccounts")
	}
	name, err := rest.ReadName("FriendlyName", r.Form.Get("FriendlyName"))
	if err != nil {
		return rest.Response{}, err
	}
	if name == "" {
		name = "SubAccount Created at " + api.Now().UTC().Format("2006-01-02 03:04 pm")
	}
	a := api.NewAccount(r.Caller.Sid, name)
	if err := record.Accounts(api.DB).Insert(ctx, record.Global, a.Sid, a); err != nil {
		return rest.Response{}, err
	}
	return rest.Created(a.View())
}

func (api *API) fetchAccount(_ context.Context, r *rest.Request) (rest.Response, error) {
	return rest.OK(r.Account.View())
}

// updateAccount renames, suspends, closes or reactivates an account. Closing is permanent and
// releases the numbers. Only a main account can change a status, and not its own.
//
// https://www.twilio.com/docs/iam/api/account#update-an-account-resource
func (api *API) updateAccount(ctx context.Context, r *rest.Request) (rest.Response, error) {
	var a record.Account
	err := api.DB.Update(ctx, func(tx *store.Tx) error {
		var err error
		if a, err = record.Accounts(tx).Get(ctx, record.Global, r.Account.Sid); err != nil {
			return err
		}
		if r.Form.Has("FriendlyName") {
			if a.FriendlyName, err = rest.ReadName("FriendlyName", r.Form.Get("FriendlyName")); err != nil {
				return err
			}
		}
		if status := r.Form.Get("Status"); status != "" && status != a.Status {
			if err := api.setAccountStatus(ctx, tx, r, &a, status); err != nil {
				return err
			}
		}
		a.DateUpdated = record.FormatTime(api.Now())
		return record.Accounts(tx).Put(ctx, record.Global, a.Sid, a)
	})
	if err != nil {
		return rest.Response{}, err
	}
	return rest.OK(a.View())
}

// setAccountStatus changes the status of a subaccount.
func (api *API) setAccountStatus(ctx context.Context, tx *store.Tx, r *rest.Request, a *record.Account, status string) error {
	switch {
	case status != record.AccountActive && status != record.AccountSuspended && status != record.AccountClosed:
		return apierror.Invalid(21475, "Unable to update Status, invalid Status: %s", status)
	case a.Main():
		return apierror.Invalid(21477, "Unable to update Status for parent accounts")
	case r.Caller.Sid == a.Sid:
		return &apierror.Error{Status: http.StatusForbidden, Code: 20006, Message: "A subaccount cannot change its own status"}
	case a.Status == record.AccountClosed:
		return apierror.Invalid(21479, "Unable to update Status for subaccount, subaccount has been closed: %s", a.Sid)
	}
	a.Status = status
	if status != record.AccountClosed {
		return nil
	}
	numbers, err := record.Numbers(tx).List(ctx, store.Query{Scope: a.Sid})
	for _, row := range numbers {
		if err := api.RemoveNumber(ctx, tx, row.Value); err != nil {
			return err
		}
	}
	return err
}
