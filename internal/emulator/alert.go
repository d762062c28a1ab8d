package emulator

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twvoice/twvoice/internal/store"
	codes "github.com/twvoice/twvoice/pkg/alert"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// alert is what went wrong between Twilio and an application, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/usage/monitor-alert
type alert struct {
	AccountSid       string `json:"account_sid"`
	AlertText        string `json:"alert_text"`
	APIVersion       string `json:"api_version"`
	DateCreated      string `json:"date_created"`
	DateGenerated    string `json:"date_generated"`
	DateUpdated      string `json:"date_updated"`
	ErrorCode        string `json:"error_code"`
	LogLevel         string `json:"log_level"`
	MoreInfo         string `json:"more_info"`
	RequestMethod    string `json:"request_method"`
	RequestURL       string `json:"request_url"`
	RequestVariables string `json:"request_variables"`
	ResourceSid      orNull `json:"resource_sid"`
	ResponseBody     string `json:"response_body"`
	ResponseHeaders  string `json:"response_headers"`
	Sid              string `json:"sid"`
	URL              string `json:"url"`
	RequestHeaders   string `json:"request_headers"`
	ServiceSid       orNull `json:"service_sid"`
}

func alertsIn(on store.Handle) store.Collection[alert] {
	return store.In[alert](on, alertKind)
}

const alertKind = "emulator/alert"

// An incident is what an alert is about.
type incident struct {
	account  string // AC…
	resource string // CA…, SM…; "" for none
	code     string // five digits
	text     string
	to       hook // that was asked
	params   url.Values
	reply    reply
}

// raise keeps an alert.
func (e *Server) raise(ctx context.Context, on store.Handle, i incident) error {
	now := e.now().UTC().Format(time.RFC3339)
	known, _ := codes.Lookup(i.code)
	known.Number = i.code
	level := codes.Error
	if known.Level != "" {
		level = known.Level
	}
	a := alert{
		AccountSid: i.account, APIVersion: apiVersion, DateCreated: now, DateGenerated: now, DateUpdated: now,
		ErrorCode: i.code, LogLevel: string(level), MoreInfo: known.URL(),
		RequestMethod: i.to.method, RequestURL: i.to.url, RequestVariables: i.params.Encode(),
		ResourceSid: orNull(i.resource), ResponseBody: string(i.reply.body), ResponseHeaders: headerText(i.reply.header),
		Sid: webhook.NewSID("NO", e.random),
	}
	if a.RequestMethod == "" {
		a.RequestMethod = http.MethodPost
	}
	a.AlertText = url.Values{
		"Msg": {i.text}, "ErrorCode": {i.code}, "LogLevel": {strings.ToUpper(a.LogLevel)}, "url": {i.to.url},
	}.Encode()
	a.URL = monitorHost + alertsPath + "/" + a.Sid
	return alertsIn(on).Insert(ctx, i.account, a.Sid, a)
}

// headerText is a header as a form, which is how alerts show one.
func headerText(h http.Header) string { return url.Values(h).Encode() }
