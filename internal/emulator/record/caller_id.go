package record

import (
	"context"
	"errors"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// CallerID is a verified number of another owner that the account may call from, in the order of
// Twilio's keys.
//
// https://www.twilio.com/docs/voice/api/outgoing-caller-ids
type CallerID struct {
	Sid          string `json:"sid"`
	DateCreated  string `json:"date_created"`
	DateUpdated  string `json:"date_updated"`
	FriendlyName string `json:"friendly_name"`
	AccountSid   string `json:"account_sid"`
	PhoneNumber  string `json:"phone_number"`
	URI          string `json:"uri"`
}

// CallerIDKind is the kind of the rows of [CallerIDs].
const CallerIDKind = "emulator/caller-id"

// CallerIDs returns the verified caller IDs, in the scope of their account.
func CallerIDs(on store.Handle) store.Collection[CallerID] {
	return store.In[CallerID](on, CallerIDKind)
}

// NewCallerID returns a verified caller ID that is not stored yet.
func (t *Tables) NewCallerID(account, number, name string) CallerID {
	now := FormatTime(t.Now())
	c := CallerID{
		Sid: webhook.NewSID("PN", t.Random), DateCreated: now, DateUpdated: now,
		FriendlyName: name, AccountSid: account, PhoneNumber: number,
	}
	c.URI = AccountsPath + "/" + c.AccountSid + "/OutgoingCallerIds/" + c.Sid + ".json"
	return c
}

// CheckNewCallerID rejects a number that the account can already call from.
func (t *Tables) CheckNewCallerID(ctx context.Context, tx *store.Tx, c CallerID) error {
	known, err := CallerIDs(tx).List(ctx, store.Query{Scope: c.AccountSid})
	if err != nil {
		return err
	}
	for _, row := range known {
		if row.Value.PhoneNumber == c.PhoneNumber {
			return apierror.Invalid(21450, "Phone number already validated on your account: %s", c.PhoneNumber)
		}
	}
	owned, err := Owners(tx).Get(ctx, t.OwnerScope(c.PhoneNumber), c.PhoneNumber)
	if err == nil && owned.AccountSid == c.AccountSid {
		return apierror.Invalid(21449, "Number already can be used for outgoing calls and messages: %s", c.PhoneNumber)
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
