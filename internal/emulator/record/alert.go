package record

import (
	"github.com/twvoice/twvoice/internal/store"
)

// Alert is an entry of Twilio's debugger: a problem between Twilio and an application. Its fields
// have the order of Twilio's keys.
//
// https://www.twilio.com/docs/usage/monitor-alert
type Alert struct {
	AccountSid       string     `json:"account_sid"`
	AlertText        string     `json:"alert_text"`
	APIVersion       string     `json:"api_version"`
	DateCreated      string     `json:"date_created"`
	DateGenerated    string     `json:"date_generated"`
	DateUpdated      string     `json:"date_updated"`
	ErrorCode        string     `json:"error_code"`
	LogLevel         string     `json:"log_level"`
	MoreInfo         string     `json:"more_info"`
	RequestMethod    string     `json:"request_method"`
	RequestURL       string     `json:"request_url"`
	RequestVariables string     `json:"request_variables"`
	ResourceSid      NullString `json:"resource_sid"`
	ResponseBody     string     `json:"response_body"`
	ResponseHeaders  string     `json:"response_headers"`
	Sid              string     `json:"sid"`
	URL              string     `json:"url"`
	RequestHeaders   string     `json:"request_headers"`
	ServiceSid       NullString `json:"service_sid"`
}

// Alerts returns the alerts of all accounts, by account and SID.
func Alerts(on store.Handle) store.Collection[Alert] {
	return store.In[Alert](on, AlertKind)
}

// The base URL and the path of alerts, for the links of the v1 API.
const (
	MonitorHost = "https://monitor.twilio.com"
	AlertsPath  = "/v1/Alerts"
)

// AlertKind is the kind of the rows of [Alerts].
const AlertKind = "emulator/alert"
