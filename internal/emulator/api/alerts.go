package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
)

func (api *API) alertRoutes() []rest.Route {
	s := api.alerts()
	return []rest.Route{
		{Pattern: record.AlertsPath, On: map[string]rest.Handler{http.MethodGet: api.listAlerts}},
		{Pattern: record.AlertsPath + "/{Sid}", On: map[string]rest.Handler{http.MethodGet: s.Fetch}},
	}
}

// alerts can be filtered by StartDate and EndDate, which may be moments or days; both days are
// included.
func (api *API) alerts() rest.Resource[record.Alert] {
	return rest.Resource[record.Alert]{DB: api.DB, Kind: record.AlertKind, Filter: func(r *rest.Request) (func(*record.Alert) bool, error) {
		f := rest.Filter[record.Alert]{Query: r.Query}
		f.OneOf("LogLevel", func(a *record.Alert) string { return a.LogLevel }, "error", "warning", "notice", "debug")
		for _, name := range []string{"StartDate", "EndDate"} {
			text := r.Query.Get(name)
			if text == "" {
				continue
			}
			want, precision, ok := rest.ReadDate(text)
			if !ok {
				return nil, apierror.Invalid(apierror.BadParameter, "%s %q is not a date such as 2026-01-31 or 2026-01-31T12:00:00Z", name, text)
			}
			f.Wants = append(f.Wants, func(a *record.Alert) bool {
				at, err := time.Parse(time.RFC3339, a.DateGenerated)
				if name == "StartDate" {
					return err == nil && !at.Before(want)
				}
				return err == nil && at.Before(want.Add(precision))
			})
		}
		return f.Match()
	}}
}

// listedAlert is an alert in a list, without the request and the response.
type listedAlert struct {
	AccountSid    string            `json:"account_sid"`
	AlertText     string            `json:"alert_text"`
	APIVersion    string            `json:"api_version"`
	DateCreated   string            `json:"date_created"`
	DateGenerated string            `json:"date_generated"`
	DateUpdated   string            `json:"date_updated"`
	ErrorCode     string            `json:"error_code"`
	LogLevel      string            `json:"log_level"`
	MoreInfo      string            `json:"more_info"`
	RequestMethod string            `json:"request_method"`
	RequestURL    string            `json:"request_url"`
	ResourceSid   record.NullString `json:"resource_sid"`
	Sid           string            `json:"sid"`
	URL           string            `json:"url"`
	ServiceSid    record.NullString `json:"service_sid"`
}

func (api *API) listAlerts(ctx context.Context, r *rest.Request) (rest.Response, error) {
	p, err := rest.ReadPage(r.Query)
	if err != nil {
		return rest.Response{}, err
	}
	found, err := api.alerts().Page(ctx, p, r)
	if err != nil {
		return rest.Response{}, err
	}
	list := make([]listedAlert, len(found.Items))
	for i, raw := range found.Items {
		if err := json.Unmarshal(raw, &list[i]); err != nil {
			return rest.Response{}, err
		}
	}
	return rest.OK(struct {
		Alerts []listedAlert `json:"alerts"`
		Meta   rest.PageMeta `json:"meta"`
	}{list, p.Meta(record.MonitorHost+r.Path, "alerts", r.Query, found)})
}
