package emulator

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

const (
	accountsPath = "/2010-04-01/Accounts"
	apiVersion   = "2010-04-01"
)

// number is a phone number that an account owns: what is kept is what is shown, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
type number struct {
	AccountSid             string       `json:"account_sid"`
	AddressSid             orNull       `json:"address_sid"`
	AddressRequirements    string       `json:"address_requirements"`
	APIVersion             string       `json:"api_version"`
	Beta                   bool         `json:"beta"`
	Capabilities           capabilities `json:"capabilities"`
	DateCreated            string       `json:"date_created"`
	DateUpdated            string       `json:"date_updated"`
	FriendlyName           string       `json:"friendly_name"`
	IdentitySid            orNull       `json:"identity_sid"`
	PhoneNumber            string       `json:"phone_number"`
	Origin                 string       `json:"origin"`
	Sid                    string       `json:"sid"`
	SmsApplicationSid      string       `json:"sms_application_sid"`
	SmsFallbackMethod      string       `json:"sms_fallback_method"`
	SmsFallbackURL         string       `json:"sms_fallback_url"`
	SmsMethod              string       `json:"sms_method"`
	SmsURL                 string       `json:"sms_url"`
	StatusCallback         string       `json:"status_callback"`
	StatusCallbackMethod   string       `json:"status_callback_method"`
	TrunkSid               orNull       `json:"trunk_sid"`
	URI                    string       `json:"uri"`
	VoiceReceiveMode       string       `json:"voice_receive_mode"`
	VoiceApplicationSid    string       `json:"voice_application_sid"`
	VoiceCallerIDLookup    bool         `json:"voice_caller_id_lookup"`
	VoiceFallbackMethod    string       `json:"voice_fallback_method"`
	VoiceFallbackURL       string       `json:"voice_fallback_url"`
	VoiceMethod            string       `json:"voice_method"`
	VoiceURL               string       `json:"voice_url"`
	EmergencyStatus        string       `json:"emergency_status"`
	EmergencyAddressSid    orNull       `json:"emergency_address_sid"`
	EmergencyAddressStatus string       `json:"emergency_address_status"`
	BundleSid              orNull       `json:"bundle_sid"`
	Status                 string       `json:"status"`
	Type                   string       `json:"type"` // as in [kinds]
}

// capabilities are what a number can be used for, with the lower-case keys of a number that is owned.
type capabilities struct {
	Voice bool `json:"voice"`
	SMS   bool `json:"sms"`
	MMS   bool `json:"mms"`
	Fax   bool `json:"fax"`
}

// orNull is text that Twilio shows as null when there is none.
type orNull string

// MarshalJSON writes null for "".
func (o orNull) MarshalJSON() ([]byte, error) {
	if o == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(o))
}

// numberKind is where numbers are kept, each under its account and its SID.
const numberKind = "emulator/number"

func numbersIn(on store.Handle) store.Collection[number] {
	return store.In[number](on, numberKind)
}

// owner says whose a number of the stock is. Its key is unique, so that of two buyers one comes too late.
type owner struct{ AccountSid, Sid string }

// ownersIn is the owners by the block of the stock and the number in E.164.
func ownersIn(on store.Handle) store.Collection[owner] {
	return store.In[owner](on, "emulator/owner")
}

// owner is whose a number is, or an error that is [store.ErrNotFound] where it is nobody's.
func (e *Server) owner(ctx context.Context, on store.Handle, e164 string) (owner, error) {
	return ownersIn(on).Get(ctx, e.stock.shelf(e164), e164)
}

// ownerNow is the same as it was a moment ago at the most, outside of transactions.
func (e *Server) ownerNow(ctx context.Context, e164 string) (owner, error) {
	return recall(e.recent, ownersOf, e164, func() (owner, error) { return e.owner(ctx, e.db, e164) })
}

// newNumber is a number of the stock with Twilio's defaults, which nobody owns yet.
func (e *Server) newNumber(accountSid string, thing item) number {
	now := rfc2822(e.now())
	n := number{
		AddressRequirements: thing.block.Address,
		APIVersion:          apiVersion,
		Beta:                thing.block.Beta,
		Capabilities:        thing.block.Capabilities,
		DateCreated:         now,
		DateUpdated:         now,
		FriendlyName:        thing.friendly(),
		PhoneNumber:         thing.e164,
		Origin:              "twilio",
		Sid:                 webhook.NewSID("PN", e.random),
		SmsFallbackMethod:   "POST", SmsMethod: "POST", StatusCallbackMethod: "POST",
		VoiceFallbackMethod: "POST", VoiceMethod: "POST", VoiceReceiveMode: "voice",
		EmergencyStatus: "Inactive", EmergencyAddressStatus: "unregistered",
		Status: "in-use",
		Type:   thing.block.Type,
	}
	n.belongTo(accountSid)
	return n
}

func (n *number) belongTo(accountSid string) {
	n.AccountSid = accountSid
	n.URI = accountsPath + "/" + accountSid + "/IncomingPhoneNumbers/" + n.Sid + ".json"
}

// own keeps a new number, unless it has an owner by now.
func (e *Server) own(ctx context.Context, tx *store.Tx, n number) error {
	err := ownersIn(tx).Insert(ctx, e.stock.shelf(n.PhoneNumber), n.PhoneNumber, owner{n.AccountSid, n.Sid})
	if errors.Is(err, store.ErrExists) {
		return taken(n.PhoneNumber)
	}
	if err != nil {
		return err
	}
	return numbersIn(tx).Insert(ctx, n.AccountSid, n.Sid, n)
}

func taken(e164 string) error {
	return invalid(21422, "%s is not available", e164)
}
