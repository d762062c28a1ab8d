package emulator

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

const (
	monitorHost = "https://monitor.twilio.com"
	alertsPath  = "/v1/Alerts"
)

func (e *Server) alertRoutes() []route {
	s := e.alerts()
	return []route{
		{pattern: alertsPath, on: map[string]handle{http.MethodGet: e.listAlerts}},
		{pattern: alertsPath + "/{Sid}", on: map[string]handle{http.MethodGet: s.fetch}},
	}
}

// alerts are filtered by the moments from StartDate to EndDate, which may both be whole days.
func (e *Server) alerts() resource[alert] {
	return resource[alert]{db: e.db, kind: alertKind, filter: func(r *request) (func(*alert) bool, error) {
		f := filter[alert]{query: r.query}
		f.word("LogLevel", func(a *alert) string { return a.LogLevel }, "error", "warning", "notice", "debug")
		for _, name := range []string{"StartDate", "EndDate"} {
			text := r.query.Get(name)
			if text == "" {
				continue
			}
			want, precision, ok := readDate(text)
			if !ok {
				return nil, invalid(badParameter, "%s %q is not a date such as 2026-01-31 or 2026-01-31T12:00:00Z", name, text)
			}
			f.wants = append(f.wants, func(a *alert) bool {
				at, err := time.Parse(time.RFC3339, a.DateGenerated)
				if name == "StartDate" {
					return err == nil && !at.Before(want)
				}
				return err == nil && at.Before(want.Add(precision))
			})
		}
		return f.keep()
	}}
}

// listedAlert is an alert in a list: without what was sent and what came back.
type listedAlert struct {
	AccountSid    string `json:"account_sid"`
	AlertText     string `json:"alert_text"`
	APIVersion    string `json:"api_version"`
	DateCreated   string `json:"date_created"`
	DateGenerated string `json:"date_generated"`
	DateUpdated   string `json:"date_updated"`
	ErrorCode     string `json:"error_code"`
	LogLevel      string `json:"log_level"`
	MoreInfo      string `json:"more_info"`
	RequestMethod string `json:"request_method"`
	RequestURL    string `json:"request_url"`
	ResourceSid   orNull `json:"resource_sid"`
	Sid           string `json:"sid"`
	URL           string `json:"url"`
	ServiceSid    orNull `json:"service_sid"`
}

func (e *Server) listAlerts(ctx context.Context, r *request) (answer, error) {
	p, err := readPage(r.query)
	if err != nil {
		return answer{}, err
	}
	found, err := e.alerts().page(ctx, p, r)
	if err != nil {
		return answer{}, err
	}
	list := make([]listedAlert, len(found.items))
	for i, raw := range found.items {
		if err := json.Unmarshal(raw, &list[i]); err != nil {
			return answer{}, err
		}
	}
	return ok(struct {
		Alerts []listedAlert `json:"alerts"`
		Meta   pageMeta      `json:"meta"`
	}{list, p.meta(monitorHost+r.path, "alerts", r.query, found)})
}
