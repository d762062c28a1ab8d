package twilioapi

import (
	"context"
	"encoding/json"
	"iter"
	"net/url"
	"time"

	monitor "github.com/twilio/twilio-go/rest/monitor/v1"
)

// Alerts gives access to the alerts of Twilio's debugger, on the host monitor.twilio.com. It is part of a [Client] and
// safe for concurrent use.
type Alerts struct{ conn *conn }

// Alert is an error or warning between Twilio and an application. Its texts come from applications and callers and are
// untrusted.
//
// https://www.twilio.com/docs/usage/monitor-alert
type Alert struct {
	SID           string `json:"sid"`
	ResourceSid   string `json:"resource_sid"` // CA…, SM…; "" if it is about neither
	ErrorCode     string `json:"error_code"`   // five digits
	LogLevel      string `json:"log_level"`    // "error", "warning", "notice" or "debug"
	AlertText     string `json:"alert_text"`   // mostly a form: Msg=…&ErrorCode=…
	RequestMethod string `json:"request_method"`
	RequestURL    string `json:"request_url"`
	DateGenerated string `json:"date_generated"` // ISO 8601
	DateCreated   string `json:"date_created"`   // ISO 8601

	Raw json.RawMessage `json:"-"` // the alert exactly as the API sent it
}

// At returns when it happened, or the zero time if that is unknown.
func (a Alert) At() time.Time {
	at, err := time.Parse(time.RFC3339, firstText(a.DateGenerated, a.DateCreated))
	if err != nil {
		return time.Time{}
	}
	return at.UTC()
}

// Message returns the message in the alert's text, or "".
func (a Alert) Message() string {
	form, err := url.ParseQuery(a.AlertText)
	if err != nil || !form.Has("Msg") && !form.Has("ErrorCode") {
		return a.AlertText
	}
	return form.Get("Msg")
}

// AlertFilter narrows a list. The zero value selects all alerts.
type AlertFilter struct {
	Level string    // only this level
	Since time.Time // Twilio stores alerts for 30 days and rejects earlier dates
	Page  int       // alerts per request; 0: the limit of the list
}

// List yields alerts, newest first, page by page as they are read; limit ≤ 0 yields all. An error comes once, last.
func (n Alerts) List(ctx context.Context, filter AlertFilter, limit int) iter.Seq2[Alert, error] {
	return listing[Alert]{
		key: "alerts", size: filter.Page,
		fetch: func(c *call, pageSize int) error {
			p := &monitor.ListAlertParams{LogLevel: optional(filter.Level), PageSize: &pageSize}
			if !filter.Since.IsZero() {
				since := filter.Since.UTC()
				p.StartDate = &since
			}
			_, err := c.monitor().PageAlert(p, "", "")
			return err
		},
		decode: decodeAlert,
	}.all(ctx, n.conn, limit)
}

func decodeAlert(raw json.RawMessage) (Alert, error) {
	a, err := decode[Alert](raw, "an alert", "sid")
	a.Raw = raw
	return a, err
}
