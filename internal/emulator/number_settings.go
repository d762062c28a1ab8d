package emulator

import (
	"context"
	"errors"
	"net/url"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// numberSettings are the parameters of a number but for booleans, applications, the trunk and the account, which
// touch more than one of its values.
func numberSettings() []setting[number] {
	type n = *number
	return []setting[number]{
		{"FriendlyName", readName, func(n n) *string { return &n.FriendlyName }},
		{"VoiceUrl", readURL, func(n n) *string { return &n.VoiceURL }},
		{"VoiceMethod", readMethod, func(n n) *string { return &n.VoiceMethod }},
		{"VoiceFallbackUrl", readURL, func(n n) *string { return &n.VoiceFallbackURL }},
		{"VoiceFallbackMethod", readMethod, func(n n) *string { return &n.VoiceFallbackMethod }},
		{"VoiceReceiveMode", readOne("voice", "fax"), func(n n) *string { return &n.VoiceReceiveMode }},
		{"StatusCallback", readURL, func(n n) *string { return &n.StatusCallback }},
		{"StatusCallbackMethod", readMethod, func(n n) *string { return &n.StatusCallbackMethod }},
		{"SmsUrl", readURL, func(n n) *string { return &n.SmsURL }},
		{"SmsMethod", readMethod, func(n n) *string { return &n.SmsMethod }},
		{"SmsFallbackUrl", readURL, func(n n) *string { return &n.SmsFallbackURL }},
		{"SmsFallbackMethod", readMethod, func(n n) *string { return &n.SmsFallbackMethod }},
		{"ApiVersion", readOne(apiVersion, "2008-08-01"), func(n n) *string { return &n.APIVersion }},
		{"AddressSid", readSid("AD"), func(n n) *string { return (*string)(&n.AddressSid) }},
		{"BundleSid", readSid("BU"), func(n n) *string { return (*string)(&n.BundleSid) }},
		{"IdentitySid", readSid("RI"), func(n n) *string { return (*string)(&n.IdentitySid) }},
		{"EmergencyStatus", readOne("Inactive", "Active"), func(n n) *string { return &n.EmergencyStatus }},
		{"EmergencyAddressSid", readSid("AD"), func(n n) *string { return (*string)(&n.EmergencyAddressSid) }},
	}
}

// change sets a number as a form asks, within the transaction in which it will be kept.
//
// https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource#update-an-incomingphonenumber-resource
func (e *Server) change(ctx context.Context, on store.Handle, form url.Values, n *number) error {
	if err := apply(numberSettings(), form, n); err != nil {
		return err
	}
	if err := setFlag(form, "VoiceCallerIdLookup", &n.VoiceCallerIDLookup); err != nil {
		return err
	}
	if form.Get("VoiceFallbackUrl") != "" && n.VoiceURL == "" {
		return noURL("VoiceFallbackUrl", "VoiceUrl")
	}
	if form.Get("SmsFallbackUrl") != "" && n.SmsURL == "" {
		return noURL("SmsFallbackUrl", "SmsUrl")
	}
	if n.EmergencyAddressStatus = "unregistered"; n.EmergencyAddressSid != "" {
		n.EmergencyAddressStatus = "registered"
	}
	return e.connect(ctx, on, form, n)
}

func noURL(fallback, first string) error {
	return invalid(21405, "Cannot set %s without setting %s", fallback, first)
}

// connect sets the trunk or the applications, of which setting one deletes the other. A trunk wins where both come.
func (e *Server) connect(ctx context.Context, on store.Handle, form url.Values, n *number) error {
	for name, to := range map[string]*string{"VoiceApplicationSid": &n.VoiceApplicationSid, "SmsApplicationSid": &n.SmsApplicationSid} {
		if !form.Has(name) {
			continue
		}
		sid := form.Get(name)
		if err := e.reachable(ctx, on, name, n.AccountSid, sid); err != nil {
			return err
		}
		*to = sid
	}
	if form.Get("VoiceApplicationSid") != "" {
		n.TrunkSid = ""
	}
	if form.Has("TrunkSid") {
		sid, err := readSid("TK")("TrunkSid", form.Get("TrunkSid"))
		if err != nil {
			return err
		}
		if n.TrunkSid = orNull(sid); sid != "" {
			n.VoiceApplicationSid = ""
		}
	}
	return nil
}

// reachable refuses an application that the account does not have; "" is none, which is fine.
func (e *Server) reachable(ctx context.Context, on store.Handle, name, account, sid string) error {
	if sid == "" {
		return nil
	}
	err := error(store.ErrNotFound)
	if webhook.ValidSID("AP", sid) {
		_, err = applicationsIn(on).Get(ctx, account, sid)
	}
	if errors.Is(err, store.ErrNotFound) {
		return invalid(21420, "%s %s is not accessible", name, sid)
	}
	return err
}
