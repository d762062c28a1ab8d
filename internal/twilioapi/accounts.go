package twilioapi

import (
	"context"
	"encoding/json"
)

// Accounts gives access to the account and its subaccounts. It is part of a [Client] and safe for concurrent use.
type Accounts struct{ conn *conn }

// Account is an account or a subaccount.
//
// https://www.twilio.com/docs/iam/api/account
type Account struct {
	SID             string `json:"sid"`
	FriendlyName    string `json:"friendly_name"`
	Status          string `json:"status"` // "active", "suspended" or "closed"
	Type            string `json:"type"`   // "Trial" or "Full"
	OwnerAccountSid string `json:"owner_account_sid"`
	AuthToken       string `json:"auth_token"`   // a secret: signs this account's webhooks; never print it
	DateCreated     string `json:"date_created"` // RFC 2822

	Raw json.RawMessage `json:"-"` // the account as the API sent it, without the auth token
}

// Subaccount reports whether the account belongs to another one.
func (a Account) Subaccount() bool { return a.OwnerAccountSid != "" && a.OwnerAccountSid != a.SID }

// Get reads an account; sid "" means the client's own. The credentials must belong to the account or its owner. A
// standard API key cannot read accounts; the error is then a [fault.Credentials].
func (a Accounts) Get(ctx context.Context, sid string) (Account, error) {
	if sid == "" {
		sid = a.conn.account
	}
	if a.conn.invalid == nil {
		if err := checkSid(sid, "AC", "an account SID"); err != nil {
			return Account{}, err
		}
	}
	c, err := a.conn.begin(ctx)
	if err != nil {
		return Account{}, err
	}
	if _, err := c.api().FetchAccount(sid); err != nil {
		return Account{}, err
	}
	account, err := one(c, func(raw json.RawMessage) (Account, error) { return decode[Account](raw, "an account", "sid") })
	if err != nil {
		return Account{}, err
	}
	account.Raw = json.RawMessage(redactText(string(c.body)))
	return account, nil
}
