package twilioapi

import (
	"context"
	"encoding/json"
	"iter"
	"net/url"
	"time"

	monitor "github.com/twilio/twilio-go/rest/monitor/v1"
)

// Alerts are what Twilio's debugger shows. They live on a host of their own, monitor.twilio.com. It comes with a [Client], and is
// safe for concurrent use.
type Alerts struct{ conn *conn }

// Alert is what went wrong between Twilio and an application. Its texts are what applications and callers sent: a stranger's.
//
// https://www.twilio.com/docs/usage/monitor-alert
type Alert struct {
	SID           string `json:"sid"`
	ResourceSid   string `json:"resource_sid"` // CA…, SM…; "" where it is about nothing of the kind
	ErrorCode     string `json:"error_code"`   // five digits
	LogLevel      string `json:"log_level"`    // "error", "warning", "notice" or "debug"
	AlertText     string `json:"alert_text"`   // mostly a form: Msg=…&ErrorCode=…
	RequestMethod string `json:"request_method"`
	RequestURL    string `json:"request_url"`
	DateGenerated string `json:"date_generated"` // ISO 8601
	DateCreated   string `json:"date_created"`   // ISO 8601

	Raw json.RawMessage `json:"-"` // the alert exactly as the API sent it
}

// At is when it happened, the zero time where nobody knows.
func (a Alert) At() time.Time {
	at, err := time.Parse(time.RFC3339, firstText(a.DateGenerated, a.DateCreated))
	if err != nil {
		return time.Time{}
	}
	return at.UTC()
}

// Message is the sentence in the alert's text, "" where there is none.
func (a Alert) Message() string {
	form, err := url.ParseQuery(a.AlertText)
	if err != nil || !form.Has("Msg") && !form.Has("ErrorCode") {
		return a.AlertText
	}
	return form.Get("Msg")
}

// AlertFilter narrows a list; the zero value does not.
type AlertFilter struct {
	Level string    // this level and no other
	Since time.Time // Twilio keeps alerts for 30 days, and refuses to look for older ones
	Page  int       // how many are asked for at once; 0: as many as will be read
}

// List yields alerts, newest first, page by page as they are read; limit ≤ 0 yields all. An error comes once, last.
func (n Alerts) List(ctx context.Context, filter AlertFilter, limit int) iter.Seq2[Alert, error] {
	return listing[Alert]{
		key: "alerts", size: filter.Page,
		fetch: func(c *call, pageSize int) error {
			p := &monitor.ListAlertParams{LogLevel: given(filter.Level), PageSize: &pageSize}
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
