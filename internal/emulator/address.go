package emulator

import (
	"context"
	"net/http"
	"net/url"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// address is where a customer lives, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/usage/api/address
type address struct {
	AccountSid       string `json:"account_sid"`
	City             string `json:"city"`
	CustomerName     string `json:"customer_name"`
	DateCreated      string `json:"date_created"`
	DateUpdated      string `json:"date_updated"`
	FriendlyName     string `json:"friendly_name"`
	IsoCountry       string `json:"iso_country"`
	PostalCode       string `json:"postal_code"`
	Region           string `json:"region"`
	Sid              string `json:"sid"`
	Street           string `json:"street"`
	URI              string `json:"uri"`
	EmergencyEnabled bool   `json:"emergency_enabled"`
	Validated        bool   `json:"validated"` // nobody validates here
	Verified         bool   `json:"verified"`
	StreetSecondary  orNull `json:"street_secondary"`
}

func (e *Server) addresses() resource[address] {
	return resource[address]{db: e.db, kind: "emulator/address", key: "addresses", filter: func(r *request) (func(*address) bool, error) {
		f := filter[address]{query: r.query}
		f.text("CustomerName", func(a *address) string { return a.CustomerName })
		f.text("FriendlyName", func(a *address) string { return a.FriendlyName })
		f.text("IsoCountry", func(a *address) string { return a.IsoCountry })
		f.flag("EmergencyEnabled", func(a *address) bool { return a.EmergencyEnabled })
		return f.keep()
	}}
}

func (e *Server) addressRoutes() []route {
	const path = accountsPath + "/{AccountSid}/Addresses"
	s := e.addresses()
	return []route{
		{pattern: path, on: s.all(e.createAddress)},
		{pattern: path + "/{Sid}", on: s.one(s.update(e.changeAddress), s.remove(e.unused))},
		{pattern: path + "/{AddressSid}/DependentPhoneNumbers", on: map[string]handle{http.MethodGet: e.dependents()}},
	}
}

// addressSettings are the parameters of an address. All but the last two have to be there in the end.
func addressSettings() []setting[address] {
	type a = *address
	return []setting[address]{
		{"CustomerName", readText, func(a a) *string { return &a.CustomerName }},
		{"Street", readText, func(a a) *string { return &a.Street }},
		{"City", readText, func(a a) *string { return &a.City }},
		{"Region", readText, func(a a) *string { return &a.Region }},
		{"PostalCode", readText, func(a a) *string { return &a.PostalCode }},
		{"FriendlyName", readName, func(a a) *string { return &a.FriendlyName }},
		{"StreetSecondary", readText, func(a a) *string { return (*string)(&a.StreetSecondary) }},
	}
}

func readText(_, value string) (string, error) { return value, nil }

// change sets an address as a form asks. UNSURE of the code for what is missing.
func (a *address) change(form url.Values) error {
	if err := apply(addressSettings(), form, a); err != nil {
		return err
	}
	for name, value := range map[string]string{
		"CustomerName": a.CustomerName, "Street": a.Street, "City": a.City, "Region": a.Region, "PostalCode": a.PostalCode,
	} {
		if value == "" {
			return invalid(badParameter, "%s is required", name)
		}
	}
	return setFlag(form, "EmergencyEnabled", &a.EmergencyEnabled)
}

func (e *Server) createAddress(ctx context.Context, r *request) (answer, error) {
	now := rfc2822(e.now())
	a := address{AccountSid: r.account.Sid, DateCreated: now, DateUpdated: now, Sid: webhook.NewSID("AD", e.random)}
	a.URI = r.base() + "/" + a.Sid + ".json"
	if a.IsoCountry = r.form.Get("IsoCountry"); !isCountry(a.IsoCountry) {
		return answer{}, invalid(badParameter, "IsoCountry %q is not a country code of two capital letters", a.IsoCountry)
	}
	if err := a.change(r.form); err != nil {
		return answer{}, err
	}
	if err := e.addresses().in(e.db).Insert(ctx, a.AccountSid, a.Sid, a); err != nil {
		return answer{}, err
	}
	return created(a)
}

func isCountry(code string) bool {
	return len(code) == 2 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z'
}

// changeAddress changes all but the country, which Twilio does not let go either.
func (e *Server) changeAddress(_ context.Context, _ *store.Tx, r *request, a *address) error {
	a.DateUpdated = rfc2822(e.now())
	return a.change(r.form)
}
