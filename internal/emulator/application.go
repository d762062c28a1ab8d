package emulator

import (
	"net/url"

	"github.com/twvoice/twvoice/internal/store"
)

// application is a TwiML application: what is kept is what is shown, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/usage/api/applications
type application struct {
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

const applicationKind = "emulator/application"

// applicationsIn is the applications by account and SID.
func applicationsIn(on store.Handle) store.Collection[application] {
	return store.In[application](on, applicationKind)
}

func applicationSettings() []setting[application] {
	type a = *application
	return []setting[application]{
		{"FriendlyName", readName, func(a a) *string { return &a.FriendlyName }},
		{"ApiVersion", readOne(apiVersion, "2008-08-01"), func(a a) *string { return &a.APIVersion }},
		{"VoiceUrl", readURL, func(a a) *string { return &a.VoiceURL }},
		{"VoiceMethod", readMethod, func(a a) *string { return &a.VoiceMethod }},
		{"VoiceFallbackUrl", readURL, func(a a) *string { return &a.VoiceFallbackURL }},
		{"VoiceFallbackMethod", readMethod, func(a a) *string { return &a.VoiceFallbackMethod }},
		{"StatusCallback", readURL, func(a a) *string { return &a.StatusCallback }},
		{"StatusCallbackMethod", readMethod, func(a a) *string { return &a.StatusCallbackMethod }},
		{"SmsUrl", readURL, func(a a) *string { return &a.SmsURL }},
		{"SmsMethod", readMethod, func(a a) *string { return &a.SmsMethod }},
		{"SmsFallbackUrl", readURL, func(a a) *string { return &a.SmsFallbackURL }},
		{"SmsFallbackMethod", readMethod, func(a a) *string { return &a.SmsFallbackMethod }},
		{"SmsStatusCallback", readURL, func(a a) *string { return &a.SmsStatusCallback }},
		{"MessageStatusCallback", readURL, func(a a) *string { return &a.MessageStatusCallback }},
	}
}

// change sets an application as a form asks.
func (a *application) change(form url.Values) error {
	if err := apply(applicationSettings(), form, a); err != nil {
		return err
	}
	if form.Get("VoiceFallbackUrl") != "" && a.VoiceURL == "" {
		return noURL("VoiceFallbackUrl", "VoiceUrl")
	}
	if err := setFlag(form, "VoiceCallerIdLookup", &a.VoiceCallerIDLookup); err != nil {
		return err
	}
	return setFlag(form, "PublicApplicationConnectEnabled", &a.PublicApplicationConnectEnabled)
}
