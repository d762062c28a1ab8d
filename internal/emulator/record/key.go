package record

import (
	"github.com/twvoice/twvoice/internal/store"
)

// Key is a standard API key as stored. It can do everything that an auth token can, except manage
// accounts and keys.
//
// https://www.twilio.com/docs/iam/api-keys/key-resource-v2010
type Key struct {
	Sid          string `json:"sid"`
	FriendlyName string `json:"friendly_name"`
	DateCreated  string `json:"date_created"`
	DateUpdated  string `json:"date_updated"`
	Secret       string `json:"secret,omitempty"` // shown only when the key is created
	AccountSid   string `json:"account_sid,omitempty"`
}

// KeyKind is the kind of the rows of [Keys].
const KeyKind = "emulator/key"

// Keys returns the keys by SID, in the scope of [Global], because a key does not name its account.
func Keys(on store.Handle) store.Collection[Key] {
	return store.In[Key](on, KeyKind)
}

// Public returns the key without its secret.
func (k Key) Public() Key {
	k.Secret, k.AccountSid = "", ""
	return k
}
