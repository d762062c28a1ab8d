package emulator

import (
	"context"
	"net/http"

	"github.com/twvoice/twvoice/internal/store"
)

// dependent is a number that needs an address, as the address shows it, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/usage/api/address#subresources
type dependent struct {
	Sid                  string       `json:"sid"`
	AccountSid           string       `json:"account_sid"`
	FriendlyName         string       `json:"friendly_name"`
	PhoneNumber          string       `json:"phone_number"`
	VoiceURL             orNull       `json:"voice_url"`
	VoiceMethod          string       `json:"voice_method"`
	VoiceFallbackMethod  string       `json:"voice_fallback_method"`
	VoiceFallbackURL     orNull       `json:"voice_fallback_url"`
	VoiceCallerIDLookup  bool         `json:"voice_caller_id_lookup"`
	DateCreated          string       `json:"date_created"`
	DateUpdated          string       `json:"date_updated"`
	SmsFallbackMethod    string       `json:"sms_fallback_method"`
	SmsFallbackURL       orNull       `json:"sms_fallback_url"`
	SmsMethod            string       `json:"sms_method"`
	SmsURL               orNull       `json:"sms_url"`
	AddressRequirements  string       `json:"address_requirements"`
	Capabilities         capabilities `json:"capabilities"`
	StatusCallback       orNull       `json:"status_callback"`
	StatusCallbackMethod string       `json:"status_callback_method"`
	APIVersion           string       `json:"api_version"`
	SmsApplicationSid    orNull       `json:"sms_application_sid"`
	VoiceApplicationSid  orNull       `json:"voice_application_sid"`
	TrunkSid             orNull       `json:"trunk_sid"`
	EmergencyStatus      string       `json:"emergency_status"`
	EmergencyAddressSid  orNull       `json:"emergency_address_sid"`
	URI                  string       `json:"uri"`
}

func (n number) dependent() dependent {
	return dependent{
		Sid: n.Sid, AccountSid: n.AccountSid, FriendlyName: n.FriendlyName, PhoneNumber: n.PhoneNumber,
		VoiceURL: orNull(n.VoiceURL), VoiceMethod: n.VoiceMethod,
		VoiceFallbackMethod: n.VoiceFallbackMethod, VoiceFallbackURL: orNull(n.VoiceFallbackURL),
		VoiceCallerIDLookup: n.VoiceCallerIDLookup, DateCreated: n.DateCreated, DateUpdated: n.DateUpdated,
		SmsFallbackMethod: n.SmsFallbackMethod, SmsFallbackURL: orNull(n.SmsFallbackURL),
		SmsMethod: n.SmsMethod, SmsURL: orNull(n.SmsURL),
		AddressRequirements: n.AddressRequirements, Capabilities: n.Capabilities,
		StatusCallback: orNull(n.StatusCallback), StatusCallbackMethod: n.StatusCallbackMethod, APIVersion: n.APIVersion,
		SmsApplicationSid: orNull(n.SmsApplicationSid), VoiceApplicationSid: orNull(n.VoiceApplicationSid),
		TrunkSid: n.TrunkSid, EmergencyStatus: n.EmergencyStatus, EmergencyAddressSid: n.EmergencyAddressSid, URI: n.URI,
	}
}

func (n *number) needs(addressSid string) bool {
	return string(n.AddressSid) == addressSid || string(n.EmergencyAddressSid) == addressSid
}

// dependents lists the numbers that need the address of the path.
func (e *Server) dependents() handle {
	numbers := resource[number]{
		db: e.db, kind: numberKind, key: "dependent_phone_numbers",
		belongs: func(r *request, n *number) bool { return n.needs(r.arg("AddressSid")) },
	}
	list, _ := numbers.as(func(_ context.Context, n number) (any, error) { return n.dependent(), nil })
	return e.addresses().under("AddressSid", list)
}

// unused refuses to let an address go that a number needs. UNSURE of the code.
func (e *Server) unused(ctx context.Context, tx *store.Tx, a *address) error {
	numbers, err := numbersIn(tx).List(ctx, store.Query{Scope: a.AccountSid})
	if err != nil {
		return err
	}
	for _, row := range numbers {
		if row.Value.needs(a.Sid) {
			return &refusal{
				Status: http.StatusConflict, Code: 20409,
				Message: "Address " + a.Sid + " is used by " + row.Value.PhoneNumber,
			}
		}
	}
	return nil
}
