package record

import (
	"github.com/twvoice/twvoice/internal/store"
)

// Application is a TwiML application, as stored and shown, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/usage/api/applications
type Application struct {
	AccountSid                      string `json:"account_sid"`
	APIVersion                      string `json:"api_version"`
	DateCreated                     string `json:"date_created"`
	DateUpdated                     string `json:"date_updated"`
	FriendlyName                    string `json:"friendly_name"`
	MessageStatusCallback           string `json:"message_status_callback"`
	Sid                             string `json:"sid"`
	SmsFallbackMethod               string `json:"sms_fallback_method"`
	SmsFallbackURL                  string `json:"sms_fallback_url"`
	SmsMethod                       string `json:"sms_method"`
	SmsStatusCallback               string `json:"sms_status_callback"`
	SmsURL                          string `json:"sms_url"`
	StatusCallback                  string `json:"status_callback"`
	StatusCallbackMethod            string `json:"status_callback_method"`
	URI                             string `json:"uri"`
	VoiceCallerIDLookup             bool   `json:"voice_caller_id_lookup"`
	VoiceFallbackMethod             string `json:"voice_fallback_method"`
	VoiceFallbackURL                string `json:"voice_fallback_url"`
	VoiceMethod                     string `json:"voice_method"`
	VoiceURL                        string `json:"voice_url"`
	PublicApplicationConnectEnabled bool   `json:"public_application_connect_enabled"`
}

// ApplicationKind is the kind of the rows of [Applications].
const ApplicationKind = "emulator/application"

// Applications returns the applications by account and SID.
func Applications(on store.Handle) store.Collection[Application] {
	return store.In[Application](on, ApplicationKind)
}
