package twilioapi

import "encoding/json"

// Number is a phone number that the account owns. Values that the API sent as null are "" or false; Raw keeps the
// difference. SIDs and URLs are "" if not set; methods are "GET" or "POST".
//
// https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
type Number struct {
	SID          string `json:"sid"`
	AccountSid   string `json:"account_sid"`
	PhoneNumber  string `json:"phone_number"` // E.164
	FriendlyName string `json:"friendly_name"`

	VoiceURL             string `json:"voice_url"`
	VoiceMethod          string `json:"voice_method"`
	VoiceFallbackURL     string `json:"voice_fallback_url"`
	VoiceFallbackMethod  string `json:"voice_fallback_method"`
	VoiceApplicationSid  string `json:"voice_application_sid"` // takes precedence over VoiceURL
	VoiceReceiveMode     string `json:"voice_receive_mode"`    // "voice" or "fax"
	VoiceCallerIDLookup  bool   `json:"voice_caller_id_lookup"`
	TrunkSid             string `json:"trunk_sid"` // takes precedence over VoiceApplicationSid
	StatusCallback       string `json:"status_callback"`
	StatusCallbackMethod string `json:"status_callback_method"`

	SmsURL            string `json:"sms_url"`
	SmsMethod         string `json:"sms_method"`
	SmsFallbackURL    string `json:"sms_fallback_url"`
	SmsFallbackMethod string `json:"sms_fallback_method"`
	SmsApplicationSid string `json:"sms_application_sid"`

	Capabilities        Capabilities `json:"capabilities"`
	AddressRequirements string       `json:"address_requirements"` // "none", "any", "local" or "foreign"
	AddressSid          string       `json:"address_sid"`
	BundleSid           string       `json:"bundle_sid"`
	IdentitySid         string       `json:"identity_sid"`
	EmergencyStatus     string       `json:"emergency_status"`
	EmergencyAddressSid string       `json:"emergency_address_sid"`

	Type        string `json:"type"`         // "local", "mobile", "tollfree"
	Status      string `json:"status"`       // "in-use"
	Origin      string `json:"origin"`       // "twilio" or "hosted"
	DateCreated string `json:"date_created"` // RFC 2822
	DateUpdated string `json:"date_updated"` // RFC 2822

	Raw json.RawMessage `json:"-"` // the number exactly as the API sent it
}

// Capabilities are what a number can be used for. Twilio writes the keys in upper case for available numbers and in
// lower case for owned ones; both are read.
type Capabilities struct {
	Voice bool `json:"voice"`
	SMS   bool `json:"sms"`
	MMS   bool `json:"mms"`
	Fax   bool `json:"fax"`
}

func decodeNumber(raw json.RawMessage) (Number, error) {
	n, err := decode[Number](raw, "a phone number", "sid", "phone_number")
	n.Raw = raw
	return n, err
}
