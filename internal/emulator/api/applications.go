package api

import (
	"context"
	"net/url"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

func applicationSettings() []rest.Setting[record.Application] {
	type a = *record.Application
	return []rest.Setting[record.Application]{
		rest.Param("FriendlyName", rest.ReadName, func(a a) *string { return &a.FriendlyName }),
		rest.Param("ApiVersion", rest.ReadOne(record.APIVersion, "2008-08-01"), func(a a) *string { return &a.APIVersion }),
		rest.Param("VoiceUrl", rest.ReadURL, func(a a) *string { return &a.VoiceURL }),
		rest.Param("VoiceMethod", rest.ReadMethod, func(a a) *string { return &a.VoiceMethod }),
		rest.Param("VoiceFallbackUrl", rest.ReadURL, func(a a) *string { return &a.VoiceFallbackURL }),
		rest.Param("VoiceFallbackMethod", rest.ReadMethod, func(a a) *string { return &a.VoiceFallbackMethod }),
		rest.Param("StatusCallback", rest.ReadURL, func(a a) *string { return &a.StatusCallback }),
		rest.Param("StatusCallbackMethod", rest.ReadMethod, func(a a) *string { return &a.StatusCallbackMethod }),
		rest.Param("SmsUrl", rest.ReadURL, func(a a) *string { return &a.SmsURL }),
		rest.Param("SmsMethod", rest.ReadMethod, func(a a) *string { return &a.SmsMethod }),
		rest.Param("SmsFallbackUrl", rest.ReadURL, func(a a) *string { return &a.SmsFallbackURL }),
		rest.Param("SmsFallbackMethod", rest.ReadMethod, func(a a) *string { return &a.SmsFallbackMethod }),
		rest.Param("SmsStatusCallback", rest.ReadURL, func(a a) *string { return &a.SmsStatusCallback }),
		rest.Param("MessageStatusCallback", rest.ReadURL, func(a a) *string { return &a.MessageStatusCallback }),
	}
}

// setApplication changes an application as a form requests.
func setApplication(form url.Values, a *record.Application) error {
	if err := rest.Apply(applicationSettings(), form, a); err != nil {
		return err
	}
	if form.Get("VoiceFallbackUrl") != "" && a.VoiceURL == "" {
		return missingURL("VoiceFallbackUrl", "VoiceUrl")
	}
	if err := rest.SetBool(form, "VoiceCallerIdLookup", &a.VoiceCallerIDLookup); err != nil {
		return err
	}
	return rest.SetBool(form, "PublicApplicationConnectEnabled", &a.PublicApplicationConnectEnabled)
}

func (api *API) applications() rest.Resource[record.Application] {
	return rest.Resource[record.Application]{DB: api.DB, Kind: record.ApplicationKind, Key: "applications", Filter: func(r *rest.Request) (func(*record.Application) bool, error) {
		f := rest.Filter[record.Application]{Query: r.Query}
		f.Text("FriendlyName", func(a *record.Application) string { return a.FriendlyName })
		return f.Match()
	}}
}

func (api *API) applicationRoutes() []rest.Route {
	const path = record.AccountsPath + "/{AccountSid}/Applications"
	s := api.applications()
	return []rest.Route{
		{Pattern: path, On: s.ListHandlers(api.createApplication)},
		{Pattern: path + "/{Sid}", On: s.ItemHandlers(s.Update(api.changeApplication), s.Remove(api.disconnect))},
	}
}

func (api *API) createApplication(ctx context.Context, r *rest.Request) (rest.Response, error) {
	now := record.FormatTime(api.Now())
	a := record.Application{
		AccountSid: r.Account.Sid, APIVersion: record.APIVersion, DateCreated: now, DateUpdated: now,
		Sid:               webhook.NewSID("AP", api.Random),
		SmsFallbackMethod: "POST", SmsMethod: "POST", StatusCallbackMethod: "POST",
		VoiceFallbackMethod: "POST", VoiceMethod: "POST",
	}
	a.URI = r.Base() + "/" + a.Sid + ".json"
	if err := setApplication(r.Form, &a); err != nil {
		return rest.Response{}, err
	}
	if err := record.Applications(api.DB).Insert(ctx, a.AccountSid, a.Sid, a); err != nil {
		return rest.Response{}, err
	}
	return rest.Created(a)
}

func (api *API) changeApplication(_ context.Context, _ *store.Tx, r *rest.Request, a *record.Application) error {
	a.DateUpdated = record.FormatTime(api.Now())
	return setApplication(r.Form, a)
}

// disconnect removes a deleted application from every number that uses it.
//
// https://www.twilio.com/docs/usage/api/applications#delete-an-application-resource
func (api *API) disconnect(ctx context.Context, tx *store.Tx, a *record.Application) error {
	numbers, err := record.Numbers(tx).List(ctx, store.Query{Scope: a.AccountSid})
	if err != nil {
		return err
	}
	for _, row := range numbers {
		n := row.Value
		if n.VoiceApplicationSid != a.Sid && n.SmsApplicationSid != a.Sid {
			continue
		}
		if n.VoiceApplicationSid == a.Sid {
			n.VoiceApplicationSid = ""
		}
		if n.SmsApplicationSid == a.Sid {
			n.SmsApplicationSid = ""
		}
		if err := record.Numbers(tx).Put(ctx, n.AccountSid, n.Sid, n); err != nil {
			return err
		}
	}
	return nil
}
