package record

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/inventory"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// The path of accounts and the version in it, for the URIs of the 2010 API.
const (
	AccountsPath = "/2010-04-01/Accounts"
	APIVersion   = "2010-04-01"
)

// Number is a phone number that an account owns, as stored and shown, in the order of Twilio's
// keys.
//
// https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
type Number struct {
	AccountSid             string                 `json:"account_sid"`
	AddressSid             NullString             `json:"address_sid"`
	AddressRequirements    string                 `json:"address_requirements"`
	APIVersion             string                 `json:"api_version"`
	Beta                   bool                   `json:"beta"`
	Capabilities           inventory.Capabilities `json:"capabilities"`
	DateCreated            string                 `json:"date_created"`
	DateUpdated            string                 `json:"date_updated"`
	FriendlyName           string                 `json:"friendly_name"`
	IdentitySid            NullString             `json:"identity_sid"`
	PhoneNumber            string                 `json:"phone_number"`
	Origin                 string                 `json:"origin"`
	Sid                    string                 `json:"sid"`
	SmsApplicationSid      string                 `json:"sms_application_sid"`
	SmsFallbackMethod      string                 `json:"sms_fallback_method"`
	SmsFallbackURL         string                 `json:"sms_fallback_url"`
	SmsMethod              string                 `json:"sms_method"`
	SmsURL                 string                 `json:"sms_url"`
	StatusCallback         string                 `json:"status_callback"`
	StatusCallbackMethod   string                 `json:"status_callback_method"`
	TrunkSid               NullString             `json:"trunk_sid"`
	URI                    string                 `json:"uri"`
	VoiceReceiveMode       string                 `json:"voice_receive_mode"`
	VoiceApplicationSid    string                 `json:"voice_application_sid"`
	VoiceCallerIDLookup    bool                   `json:"voice_caller_id_lookup"`
	VoiceFallbackMethod    string                 `json:"voice_fallback_method"`
	VoiceFallbackURL       string                 `json:"voice_fallback_url"`
	VoiceMethod            string                 `json:"voice_method"`
	VoiceURL               string                 `json:"voice_url"`
	EmergencyStatus        string                 `json:"emergency_status"`
	EmergencyAddressSid    NullString             `json:"emergency_address_sid"`
	EmergencyAddressStatus string                 `json:"emergency_address_status"`
	BundleSid              NullString             `json:"bundle_sid"`
	Status                 string                 `json:"status"`
	Type                   string                 `json:"type"` // as in [inventory.Kinds]
}

// NullString is text that Twilio shows as null if it is empty.
type NullString string

// MarshalJSON encodes "" as null.
func (o NullString) MarshalJSON() ([]byte, error) {
	if o == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(o))
}

// NumberKind is the kind of the rows of [Numbers].
const NumberKind = "emulator/number"

// Numbers returns the numbers, in the scope of their account.
func Numbers(on store.Handle) store.Collection[Number] {
	return store.In[Number](on, NumberKind)
}

// Owner names the account and the number resource of a number in the stock. Its key is unique, so
// only one of two concurrent buyers succeeds.
type Owner struct{ AccountSid, Sid string }

// Owners returns the owners by block of the stock and number in E.164.
func Owners(on store.Handle) store.Collection[Owner] {
	return store.In[Owner](on, "emulator/owner")
}

// OwnerScope returns the scope of a number's owner. All numbers outside the stock share one scope.
func (t *Tables) OwnerScope(e164 string) string {
	if thing, ok := t.Stock.Find(e164); ok {
		return thing.Block.Scope()
	}
	return Global
}

// OwnerOf returns the owner of a number. The error is [store.ErrNotFound] if it has none.
func (t *Tables) OwnerOf(ctx context.Context, on store.Handle, e164 string) (Owner, error) {
	return Owners(on).Get(ctx, t.OwnerScope(e164), e164)
}

// CachedOwner is like [Tables.OwnerOf], but its result may be 100 ms old. It must not be used in
// transactions.
func (t *Tables) CachedOwner(ctx context.Context, e164 string) (Owner, error) {
	return Lookup(t.Lookups, LookupOwners, e164, func() (Owner, error) { return t.OwnerOf(ctx, t.DB, e164) })
}

// NewNumber returns a number of the stock with Twilio's defaults, which is not stored yet.
func (t *Tables) NewNumber(accountSid string, thing inventory.Item) Number {
	now := FormatTime(t.Now())
	n := Number{
		AddressRequirements: thing.Block.Address,
		APIVersion:          APIVersion,
		Beta:                thing.Block.Beta,
		Capabilities:        thing.Block.Capabilities,
		DateCreated:         now,
		DateUpdated:         now,
		FriendlyName:        thing.Friendly(),
		PhoneNumber:         thing.E164,
		Origin:              "twilio",
		Sid:                 webhook.NewSID("PN", t.Random),
		SmsFallbackMethod:   "POST", SmsMethod: "POST", StatusCallbackMethod: "POST",
		VoiceFallbackMethod: "POST", VoiceMethod: "POST", VoiceReceiveMode: "voice",
		EmergencyStatus: "Inactive", EmergencyAddressStatus: "unregistered",
		Status: "in-use",
		Type:   thing.Block.Type,
	}
	n.SetAccount(accountSid)
	return n
}

// SetAccount sets the account, and the fields that contain its SID.
func (n *Number) SetAccount(accountSid string) {
	n.AccountSid = accountSid
	n.URI = AccountsPath + "/" + accountSid + "/IncomingPhoneNumbers/" + n.Sid + ".json"
}

// AddNumber stores a new number. It fails if the number already has an owner.
func (t *Tables) AddNumber(ctx context.Context, tx *store.Tx, n Number) error {
	err := Owners(tx).Insert(ctx, t.OwnerScope(n.PhoneNumber), n.PhoneNumber, Owner{n.AccountSid, n.Sid})
	if errors.Is(err, store.ErrExists) {
		return NotAvailable(n.PhoneNumber)
	}
	if err != nil {
		return err
	}
	return Numbers(tx).Insert(ctx, n.AccountSid, n.Sid, n)
}

// NotAvailable returns the error for a number that cannot be bought.
func NotAvailable(e164 string) error {
	return apierror.Invalid(21422, "%s is not available", e164)
}

// OwnNumberSid returns the SID of the account's number in a call: the called one, or else the
// calling one.
func (t *Tables) OwnNumberSid(ctx context.Context, on store.Handle, c Call) NullString {
	mine := c.From
	if c.Direction == "inbound" {
		mine = c.To
	}
	by, err := t.OwnerOf(ctx, on, mine)
	if err != nil || by.AccountSid != c.AccountSid {
		return ""
	}
	return NullString(by.Sid)
}

// RemoveNumber deletes a number and makes it available again.
func (t *Tables) RemoveNumber(ctx context.Context, tx *store.Tx, n Number) error {
	if err := Owners(tx).Delete(ctx, t.OwnerScope(n.PhoneNumber), n.PhoneNumber); err != nil {
		return err
	}
	return Numbers(tx).Delete(ctx, n.AccountSid, n.Sid)
}

// NumberByE164 returns a number by its E.164 form, of any account.
func (t *Tables) NumberByE164(ctx context.Context, on store.Handle, e164 string) (Number, error) {
	by, err := t.OwnerOf(ctx, on, e164)
	if err != nil {
		return Number{}, err
	}
	return Numbers(on).Get(ctx, by.AccountSid, by.Sid)
}
