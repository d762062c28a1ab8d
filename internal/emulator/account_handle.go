package emulator

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/twvoice/twvoice/internal/store"
)

func (e *Server) accountRoutes() []route {
	return []route{
		{
			pattern: accountsPath, tokenOnly: true,
			on: map[string]handle{http.MethodGet: e.listAccounts, http.MethodPost: e.createAccount},
		},
		{
			pattern: accountsPath + "/{AccountSid}", tokenOnly: true, dormant: true,
			on: map[string]handle{http.MethodGet: e.fetchAccount, http.MethodPost: e.updateAccount},
		},
	}
}

// listAccounts lists the caller and its subaccounts, newest first.
func (e *Server) listAccounts(ctx context.Context, r *request) (answer, error) {
	p, err := readPage(r.query)
	if err != nil {
		return answer{}, err
	}
	status, err := readOne("", active, suspended, closed)("Status", r.query.Get("Status"))
	if err != nil {
		return answer{}, err
	}
	name := r.query.Get("FriendlyName")
	s, err := p.rows(ctx, store.In[json.RawMessage](e.db, accountKind), everyone, func(raw json.RawMessage) bool {
		var a account
		return json.Unmarshal(raw, &a) == nil && (a.Sid == r.caller.Sid || a.OwnerAccountSid == r.caller.Sid) &&
			(status == "" || a.Status == status) && (name == "" || a.FriendlyName == name)
	})
	if err != nil {
		return answer{}, err
	}
	for i, raw := range s.items {
		var a account
		if err := json.Unmarshal(raw, &a); err != nil {
			return answer{}, err
		}
		if s.items[i], err = json.Marshal(a.view()); err != nil {
			return answer{}, err
		}
	}
	body, err := p.envelope(r.path, "accounts", r.query, s)
	if err != nil {
		return answer{}, err
	}
	return ok(body)
}

// createAccount makes a subaccount, which can have none of its own.
//
// https://www.twilio.com/docs/iam/api/subaccounts
func (e *Server) createAccount(ctx context.Context, r *request) (answer, error) {
	if !r.caller.main() {
		return answer{}, invalid(21101, "A subaccount cannot have subaccounts")
	}
	name, err := readName("FriendlyName", r.form.Get("FriendlyName"))
	if err != nil {
		return answer{}, err
	}
	if name == "" {
		name = "SubAccount Created at " + e.now().UTC().Format("2006-01-02 03:04 pm")
	}
	a := e.newAccount(r.caller.Sid, name)
	if err := accountsIn(e.db).Insert(ctx, everyone, a.Sid, a); err != nil {
		return answer{}, err
	}
	return created(a.view())
}

func (e *Server) fetchAccount(_ context.Context, r *request) (answer, error) {
	return ok(r.account.view())
}

// updateAccount renames, suspends, closes or wakes an account. Closing is for ever, and gives the numbers back.
// Only a main account changes a status, and not its own.
//
// https://www.twilio.com/docs/iam/api/account#update-an-account-resource
func (e *Server) updateAccount(ctx context.Context, r *request) (answer, error) {
	var a account
	err := e.db.Update(ctx, func(tx *store.Tx) error {
		var err error
		if a, err = accountsIn(tx).Get(ctx, everyone, r.account.Sid); err != nil {
			return err
		}
		if r.form.Has("FriendlyName") {
			if a.FriendlyName, err = readName("FriendlyName", r.form.Get("FriendlyName")); err != nil {
				return err
			}
		}
		if status := r.form.Get("Status"); status != "" && status != a.Status {
			if err := e.turn(ctx, tx, r, &a, status); err != nil {
				return err
			}
		}
		a.DateUpdated = rfc2822(e.now())
		return accountsIn(tx).Put(ctx, everyone, a.Sid, a)
	})
	if err != nil {
		return answer{}, err
	}
	return ok(a.view())
}

// turn changes the status of a subaccount.
func (e *Server) turn(ctx context.Context, tx *store.Tx, r *request, a *account, status string) error {
	switch {
	case status != active && status != suspended && status != closed:
		return invalid(21475, "Unable to update Status, invalid Status: %s", status)
	case a.main():
		return invalid(21477, "Unable to update Status for parent accounts")
	case r.caller.Sid == a.Sid:
		return &refusal{Status: http.StatusForbidden, Code: 20006, Message: "A subaccount cannot change its own status"}
	case a.Status == closed:
		return invalid(21479, "Unable to update Status for subaccount, subaccount has been closed: %s", a.Sid)
	}
	a.Status = status
	if status != closed {
		return nil
	}
	numbers, err := numbersIn(tx).List(ctx, store.Query{Scope: a.Sid})
	for _, row := range numbers {
		if err := e.release(ctx, tx, row.Value); err != nil {
			return err
		}
	}
	return err
}
