package record

import (
	"github.com/twvoice/twvoice/internal/store"
)

// Key is a standard API key as it is kept: it does all that a token does but for accounts and keys.
//
// https://www.twilio.com/docs/iam/api-keys/key-resource-v2010
type Key struct {
	Sid          string `json:"sid"`
	FriendlyName string `json:"friendly_name"`
	DateCreated  string `json:"date_created"`
	DateUpdated  string `json:"date_updated"`
	Secret       string `json:"secret,omitempty"` // shown once, when it is made
	AccountSid   string `json:"account_sid,omitempty"`
}

const KeyKind = "emulator/key"

// Keys is the keys by SID, in the scope of [Global]: a key does not say whose it is.
func Keys(on store.Handle) store.Collection[Key] {
	return store.In[Key](on, KeyKind)
}

// Public is the key without what is only known to who made it.
func (k Key) Public() Key {
	k.Secret, k.AccountSid = "", ""
	return k
}
