package record

import (
	"context"
	"time"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Global is the scope of rows that are looked up before the account of a request is known.
const Global = "emulator"

// Statuses of an account.
const (
	AccountActive    = "active"
	AccountSuspended = "suspended"
	AccountClosed    = "closed"
)

// Account is an account as stored, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/iam/api/account
type Account struct {
	AuthToken       string `json:"auth_token"`
	DateCreated     string `json:"date_created"`
	DateUpdated     string `json:"date_updated"`
	FriendlyName    string `json:"friendly_name"`
	OwnerAccountSid string `json:"owner_account_sid"` // its own SID unless it is a subaccount
	Sid             string `json:"sid"`
	Status          string `json:"status"`
}

// AccountKind is the kind of the rows of [Accounts].
const AccountKind = "emulator/account"

// Accounts returns all accounts by SID, in the scope of [Global].
func Accounts(on store.Handle) store.Collection[Account] {
	return store.In[Account](on, AccountKind)
}

// Main reports whether the account is not a subaccount.
func (a Account) Main() bool { return a.OwnerAccountSid == a.Sid }

// accountView is an account as shown.
type accountView struct {
	Account
	SubresourceURIs map[string]string `json:"subresource_uris"`
	Type            string            `json:"type"`
	URI             string            `json:"uri"`
}

// View returns the account in the form in which the API shows it.
func (a Account) View() accountView {
	base := AccountsPath + "/" + a.Sid
	links := map[string]string{}
	for name, path := range map[string]string{ // subresources, also those that the emulator does not serve yet
		"addresses":               "Addresses",
		"applications":            "Applications",
		"available_phone_numbers": "AvailablePhoneNumbers",
		"balance":                 "Balance",
		"calls":                   "Calls",
		"conferences":             "Conferences",
		"incoming_phone_numbers":  "IncomingPhoneNumbers",
		"keys":                    "Keys",
		"messages":                "Messages",
		"outgoing_caller_ids":     "OutgoingCallerIds",
		"queues":                  "Queues",
		"recordings":              "Recordings",
		"signing_keys":            "SigningKeys",
		"usage":                   "Usage/Records",
	} {
		links[name] = base + "/" + path + ".json"
	}
	return accountView{Account: a, SubresourceURIs: links, Type: "Full", URI: base + ".json"}
}

// NewAccount returns an account that is not stored yet. An empty owner makes it a main account.
func (t *Tables) NewAccount(owner, name string) Account {
	now := FormatTime(t.Now())
	a := Account{
		AuthToken:    webhook.NewSID("", t.Random),
		DateCreated:  now,
		DateUpdated:  now,
		FriendlyName: name,
		Sid:          webhook.NewSID("AC", t.Random),
		Status:       AccountActive,
	}
	a.OwnerAccountSid = a.Sid
	if owner != "" {
		a.OwnerAccountSid = owner
	}
	return a
}

// FormatTime formats a date as the 2010 API does.
func FormatTime(t time.Time) string { return t.UTC().Format(time.RFC1123Z) }

// firstNumber is the number of a new local account.
const firstNumber = "+14155550111"

// OldestAccount returns the local account: the first one of the database. Accounts are closed but
// never deleted, so it does not change.
func OldestAccount(ctx context.Context, on store.Handle) (Account, error) {
	rows, err := Accounts(on).List(ctx, store.Query{Scope: Global, Limit: 1})
	if err != nil || len(rows) == 0 {
		return Account{}, err
	}
	return rows[0].Value, nil
}

// AddAccount stores a new main account and its first number.
func (t *Tables) AddAccount(ctx context.Context, tx *store.Tx, a Account) error {
	if err := Accounts(tx).Insert(ctx, Global, a.Sid, a); err != nil {
		return err
	}
	thing, _ := t.Stock.Find(firstNumber)
	return t.AddNumber(ctx, tx, t.NewNumber(a.Sid, thing))
}
