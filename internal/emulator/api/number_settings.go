package api

import (
	"context"
	"errors"
	"net/url"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// numberSettings are the parameters of a number that change one value. Booleans, applications, the
// trunk and the account are handled separately.
func numberSettings() []rest.Setting[record.Number] {
	type n = *record.Number
	return []rest.Setting[record.Number]{
		rest.Param("FriendlyName", rest.ReadName, func(n n) *string { return &n.FriendlyName }),
		rest.Param("VoiceUrl", rest.ReadURL, func(n n) *string { return &n.VoiceURL }),
		rest.Param("VoiceMethod", rest.ReadMethod, func(n n) *string { return &n.VoiceMethod }),
		rest.Param("VoiceFallbackUrl", rest.ReadURL, func(n n) *string { return &n.VoiceFallbackURL }),
		rest.Param("VoiceFallbackMethod", rest.ReadMethod, func(n n) *string { return &n.VoiceFallbackMethod }),
		rest.Param("VoiceReceiveMode", rest.ReadOne("voice", "fax"), func(n n) *string { return &n.VoiceReceiveMode }),
		rest.Param("StatusCallback", rest.ReadURL, func(n n) *string { return &n.StatusCallback }),
		rest.Param("StatusCallbackMethod", rest.ReadMethod, func(n n) *string { return &n.StatusCallbackMethod }),
		rest.Param("SmsUrl", rest.ReadURL, func(n n) *string { return &n.SmsURL }),
		rest.Param("SmsMethod", rest.ReadMethod, func(n n) *string { return &n.SmsMethod }),
		rest.Param("SmsFallbackUrl", rest.ReadURL, func(n n) *string { return &n.SmsFallbackURL }),
		rest.Param("SmsFallbackMethod", rest.ReadMethod, func(n n) *string { return &n.SmsFallbackMethod }),
		rest.Param("ApiVersion", rest.ReadOne(record.APIVersion, "2008-08-01"), func(n n) *string { return &n.APIVersion }),
		rest.Param("AddressSid", rest.ReadSid("AD"), func(n n) *string { return (*string)(&n.AddressSid) }),
		rest.Param("BundleSid", rest.ReadSid("BU"), func(n n) *string { return (*string)(&n.BundleSid) }),
		rest.Param("IdentitySid", rest.ReadSid("RI"), func(n n) *string { return (*string)(&n.IdentitySid) }),
		rest.Param("EmergencyStatus", rest.ReadOne("Inactive", "Active"), func(n n) *string { return &n.EmergencyStatus }),
		rest.Param("EmergencyAddressSid", rest.ReadSid("AD"), func(n n) *string { return (*string)(&n.EmergencyAddressSid) }),
	}
}

// ChangeNumber changes a number as a form requests. The caller stores it in the same transaction.
//
// https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource#update-an-incomingphonenumber-resource
func (api *API) ChangeNumber(ctx context.Context, on store.Handle, form url.Values, n *record.Number) error {
	if err := rest.Apply(numberSettings(), form, n); err != nil {
		return err
	}
	if err := rest.SetBool(form, "VoiceCallerIdLookup", &n.VoiceCallerIDLookup); err != nil {
		return err
	}
	if form.Get("VoiceFallbackUrl") != "" && n.VoiceURL == "" {
		return missingURL("VoiceFallbackUrl", "VoiceUrl")
	}
	if form.Get("SmsFallbackUrl") != "" && n.SmsURL == "" {
		return missingURL("SmsFallbackUrl", "SmsUrl")
	}
	if n.EmergencyAddressStatus = "unregistered"; n.EmergencyAddressSid != "" {
		n.EmergencyAddressStatus = "registered"
	}
	return api.setApplications(ctx, on, form, n)
}

func missingURL(fallback, first string) error {
	return apierror.Invalid(21405, "Cannot set %s without setting %s", fallback, first)
}

// setApplications sets the trunk or the applications; each deletes the other. If a form has both, the trunk
// wins.
func (api *API) setApplications(ctx context.Context, on store.Handle, form url.Values, n *record.Number) error {
	for name, to := range map[string]*string{"VoiceApplicationSid": &n.VoiceApplicationSid, "SmsApplicationSid": &n.SmsApplicationSid} {
		if !form.Has(name) {
			continue
		}
		sid := form.Get(name)
		if err := api.checkApplication(ctx, on, name, n.AccountSid, sid); err != nil {
			return err
		}
		*to = sid
	}
	if form.Get("VoiceApplicationSid") != "" {
		n.TrunkSid = ""
	}
	if form.Has("TrunkSid") {
		sid, err := rest.ReadSid("TK")("TrunkSid", form.Get("TrunkSid"))
		if err != nil {
			return err
		}
		if n.TrunkSid = record.NullString(sid); sid != "" {
			n.VoiceApplicationSid = ""
		}
	}
	return nil
}

// checkApplication rejects an application that the account does not have. An empty SID is valid.
func (api *API) checkApplication(ctx context.Context, on store.Handle, name, account, sid string) error {
	if sid == "" {
		return nil
	}
	err := error(store.ErrNotFound)
	if webhook.ValidSID("AP", sid) {
		_, err = record.Applications(on).Get(ctx, account, sid)
	}
	if errors.Is(err, store.ErrNotFound) {
		return apierror.Invalid(21420, "%s %s is not accessible", name, sid)
	}
	return err
}
