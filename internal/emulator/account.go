package emulator

import (
	"time"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// everyone is the scope of rows that no account owns alone: they are found before it is known who asks.
const everyone = "emulator"

// What an account's status may be.
const (
	active    = "active"
	suspended = "suspended"
	closed    = "closed"
)

// account is an account as it is kept, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/iam/api/account
type account struct {
	AuthToken       string `json:"auth_token"`
	DateCreated     string `json:"date_created"`
	DateUpdated     string `json:"date_updated"`
	FriendlyName    string `json:"friendly_name"`
	OwnerAccountSid string `json:"owner_account_sid"` // its own, when it is no subaccount
	Sid             string `json:"sid"`
	Status          string `json:"status"`
}

const accountKind = "emulator/account"

// accountsIn is all accounts by SID, in the scope of [everyone].
func accountsIn(on store.Handle) store.Collection[account] {
	return store.In[account](on, accountKind)
}

// main reports whether the account is nobody's subaccount.
func (a account) main() bool { return a.OwnerAccountSid == a.Sid }

// accountView is an account as it is shown.
type accountView struct {
	account
	SubresourceURIs map[string]string `json:"subresource_uris"`
	Type            string            `json:"type"`
	URI             string            `json:"uri"`
}

func (a account) view() accountView {
	base := accountsPath + "/" + a.Sid
	links := map[string]string{}
	for name, path := range map[string]string{ // what the emulator has, or will have
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
	return accountView{account: a, SubresourceURIs: links, Type: "Full", URI: base + ".json"}
}

// newAccount is an account that nobody has kept yet; owner "" makes it its own.
func (e *Server) newAccount(owner, name string) account {
	now := rfc2822(e.now())
	a := account{
		AuthToken:    webhook.NewSID("", e.random),
		DateCreated:  now,
		DateUpdated:  now,
		FriendlyName: name,
		Sid:          webhook.NewSID("AC", e.random),
		Status:       active,
	}
	a.OwnerAccountSid = a.Sid
	if owner != "" {
		a.OwnerAccountSid = owner
	}
	return a
}

// rfc2822 is a date as the 2010 API writes it.
func rfc2822(t time.Time) string { return t.UTC().Format(time.RFC1123Z) }
