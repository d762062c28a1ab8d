package api

import (
	"context"
	"net/http"
	"net/url"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/inventory"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

func (api *API) addresses() rest.Resource[record.Address] {
	return rest.Resource[record.Address]{DB: api.DB, Kind: record.AddressKind, Key: "addresses", Filter: func(r *rest.Request) (func(*record.Address) bool, error) {
		f := rest.Filter[record.Address]{Query: r.Query}
		f.Text("CustomerName", func(a *record.Address) string { return a.CustomerName })
		f.Text("FriendlyName", func(a *record.Address) string { return a.FriendlyName })
		f.Text("IsoCountry", func(a *record.Address) string { return a.IsoCountry })
		f.Bool("EmergencyEnabled", func(a *record.Address) bool { return a.EmergencyEnabled })
		return f.Match()
	}}
}

func (api *API) addressRoutes() []rest.Route {
	const path = record.AccountsPath + "/{AccountSid}/Addresses"
	s := api.addresses()
	return []rest.Route{
		{Pattern: path, On: s.ListHandlers(api.createAddress)},
		{Pattern: path + "/{Sid}", On: s.ItemHandlers(s.Update(api.changeAddress), s.Remove(api.checkUnused))},
		{Pattern: path + "/{AddressSid}/DependentPhoneNumbers", On: map[string]rest.Handler{http.MethodGet: api.dependents()}},
	}
}

// addressSettings are the parameters of an address. All but the last two are required.
func addressSettings() []rest.Setting[record.Address] {
	type a = *record.Address
	return []rest.Setting[record.Address]{
		rest.Param("CustomerName", readText, func(a a) *string { return &a.CustomerName }),
		rest.Param("Street", readText, func(a a) *string { return &a.Street }),
		rest.Param("City", readText, func(a a) *string { return &a.City }),
		rest.Param("Region", readText, func(a a) *string { return &a.Region }),
		rest.Param("PostalCode", readText, func(a a) *string { return &a.PostalCode }),
		rest.Param("FriendlyName", rest.ReadName, func(a a) *string { return &a.FriendlyName }),
		rest.Param("StreetSecondary", readText, func(a a) *string { return (*string)(&a.StreetSecondary) }),
	}
}

func readText(_, value string) (string, error) { return value, nil }

// setAddress changes an address as a form requests. UNSURE of the code for missing values.
func setAddress(form url.Values, a *record.Address) error {
	if err := rest.Apply(addressSettings(), form, a); err != nil {
		return err
	}
	for name, value := range map[string]string{
		"CustomerName": a.CustomerName, "Street": a.Street, "City": a.City, "Region": a.Region, "PostalCode": a.PostalCode,
	} {
		if value == "" {
			return apierror.Invalid(apierror.BadParameter, "%s is required", name)
		}
	}
	return rest.SetBool(form, "EmergencyEnabled", &a.EmergencyEnabled)
}

func (api *API) createAddress(ctx context.Context, r *rest.Request) (rest.Response, error) {
	now := record.FormatTime(api.Now())
	a := record.Address{AccountSid: r.Account.Sid, DateCreated: now, DateUpdated: now, Sid: webhook.NewSID("AD", api.Random)}
	a.URI = r.Base() + "/" + a.Sid + ".json"
	if a.IsoCountry = r.Form.Get("IsoCountry"); !isCountry(a.IsoCountry) {
		return rest.Response{}, apierror.Invalid(apierror.BadParameter, "IsoCountry %q is not a country code of two capital letters", a.IsoCountry)
	}
	if err := setAddress(r.Form, &a); err != nil {
		return rest.Response{}, err
	}
	if err := record.Addresses(api.DB).Insert(ctx, a.AccountSid, a.Sid, a); err != nil {
		return rest.Response{}, err
	}
	return rest.Created(a)
}

func isCountry(code string) bool {
	return len(code) == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z'
}

// changeAddress changes an address, except for its country, which Twilio does not allow either.
func (api *API) changeAddress(_ context.Context, _ *store.Tx, r *rest.Request, a *record.Address) error {
	a.DateUpdated = record.FormatTime(api.Now())
	return setAddress(r.Form, a)
}

// dependent is a number that requires an address, as a subresource of the address, in the order of
// Twilio's keys.
//
// https://www.twilio.com/docs/usage/api/address#subresources
type dependent struct {
	Sid                  string                 `json:"sid"`
	AccountSid           string                 `json:"account_sid"`
	FriendlyName         string                 `json:"friendly_name"`
	PhoneNumber          string                 `json:"phone_number"`
	VoiceURL             record.NullString      `json:"voice_url"`
	VoiceMethod          string                 `json:"voice_method"`
	VoiceFallbackMethod  string                 `json:"voice_fallback_method"`
	VoiceFallbackURL     record.NullString      `json:"voice_fallback_url"`
	VoiceCallerIDLookup  bool                   `json:"voice_caller_id_lookup"`
	DateCreated          string                 `json:"date_created"`
	DateUpdated          string                 `json:"date_updated"`
	SmsFallbackMethod    string                 `json:"sms_fallback_method"`
	SmsFallbackURL       record.NullString      `json:"sms_fallback_url"`
	SmsMethod            string                 `json:"sms_method"`
	SmsURL               record.NullString      `json:"sms_url"`
	AddressRequirements  string                 `json:"address_requirements"`
	Capabilities         inventory.Capabilities `json:"capabilities"`
	StatusCallback       record.NullString      `json:"status_callback"`
	StatusCallbackMethod string                 `json:"status_callback_method"`
	APIVersion           string                 `json:"api_version"`
	SmsApplicationSid    record.NullString      `json:"sms_application_sid"`
	VoiceApplicationSid  record.NullString      `json:"voice_application_sid"`
	TrunkSid             record.NullString      `json:"trunk_sid"`
	EmergencyStatus      string                 `json:"emergency_status"`
	EmergencyAddressSid  record.NullString      `json:"emergency_address_sid"`
	URI                  string                 `json:"uri"`
}

func dependentOf(n record.Number) dependent {
	return dependent{
		Sid: n.Sid, AccountSid: n.AccountSid, FriendlyName: n.FriendlyName, PhoneNumber: n.PhoneNumber,
		VoiceURL: record.NullString(n.VoiceURL), VoiceMethod: n.VoiceMethod,
		VoiceFallbackMethod: n.VoiceFallbackMethod, VoiceFallbackURL: record.NullString(n.VoiceFallbackURL),
		VoiceCallerIDLookup: n.VoiceCallerIDLookup, DateCreated: n.DateCreated, DateUpdated: n.DateUpdated,
		SmsFallbackMethod: n.SmsFallbackMethod, SmsFallbackURL: record.NullString(n.SmsFallbackURL),
		SmsMethod: n.SmsMethod, SmsURL: record.NullString(n.SmsURL),
		AddressRequirements: n.AddressRequirements, Capabilities: n.Capabilities,
		StatusCallback: record.NullString(n.StatusCallback), StatusCallbackMethod: n.StatusCallbackMethod, APIVersion: n.APIVersion,
		SmsApplicationSid: record.NullString(n.SmsApplicationSid), VoiceApplicationSid: record.NullString(n.VoiceApplicationSid),
		TrunkSid: n.TrunkSid, EmergencyStatus: n.EmergencyStatus, EmergencyAddressSid: n.EmergencyAddressSid, URI: n.URI,
	}
}

// dependents lists the numbers that require the address of the path.
func (api *API) dependents() rest.Handler {
	numbers := rest.Resource[record.Number]{
		DB: api.DB, Kind: record.NumberKind, Key: "dependent_phone_numbers",
		Under: func(r *rest.Request, n *record.Number) bool { return n.RequiresAddress(r.Arg("AddressSid")) },
	}
	list, _ := numbers.View(func(_ context.Context, n record.Number) (any, error) { return dependentOf(n), nil })
	return api.addresses().Nested("AddressSid", list)
}

// checkUnused rejects the deletion of an address that a number requires. UNSURE of the code.
func (api *API) checkUnused(ctx context.Context, tx *store.Tx, a *record.Address) error {
	numbers, err := record.Numbers(tx).List(ctx, store.Query{Scope: a.AccountSid})
	if err != nil {
		return err
	}
	for _, row := range numbers {
		if row.Value.RequiresAddress(a.Sid) {
			return &apierror.Error{
				Status: http.StatusConflict, Code: 20409,
				Message: "Address " + a.Sid + " is used by " + row.Value.PhoneNumber,
			}
		}
	}
	return nil
}
