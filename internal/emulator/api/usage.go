package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/lazy"
)

// usageRecord is the usage in a category and a time span, in the order of Twilio's keys. Its price
// is always 0.
//
// https://www.twilio.com/docs/usage/api/usage-record
type usageRecord struct {
	AccountSid      string            `json:"account_sid"`
	APIVersion      string            `json:"api_version"`
	AsOf            string            `json:"as_of"`
	Category        string            `json:"category"`
	Count           string            `json:"count"`
	CountUnit       string            `json:"count_unit"`
	Description     string            `json:"description"`
	EndDate         string            `json:"end_date"`
	Price           int               `json:"price"`
	PriceUnit       string            `json:"price_unit"`
	StartDate       string            `json:"start_date"`
	SubresourceURIs map[string]string `json:"subresource_uris"`
	URI             string            `json:"uri"`
	Usage           string            `json:"usage"`
	UsageUnit       string            `json:"usage_unit"`
}

func (api *API) usageRoutes() []rest.Route {
	const path = record.AccountsPath + "/{AccountSid}/Usage/Records"
	routes := []rest.Route{{Pattern: path, On: map[string]rest.Handler{http.MethodGet: api.listUsage(wholeSpan)}}}
	for _, s := range usageSpans() {
		routes = append(routes, rest.Route{Pattern: path + "/" + s.path, On: map[string]rest.Handler{http.MethodGet: api.listUsage(s.split)}})
	}
	return routes
}

// listUsage sums up the usage by time span and category, newest span first.
func (api *API) listUsage(split func(span, time.Time) []span) rest.Handler {
	return func(ctx context.Context, r *rest.Request) (rest.Response, error) {
		p, err := rest.ReadPage(r.Query)
		if err != nil {
			return rest.Response{}, err
		}
		now := api.Now().UTC()
		asked, err := readSpan(r, now)
		if err != nil {
			return rest.Response{}, err
		}
		wanted, err := usageWanted(r.Query)
		if err != nil {
			return rest.Response{}, err
		}
		uses, err := api.usageEvents(ctx, r.Account.Sid)
		if err != nil {
			return rest.Response{}, err
		}
		var all []json.RawMessage
		for _, s := range split(asked, now) {
			for _, c := range wanted {
				raw, err := json.Marshal(c.record(r, s, now, uses))
				if err != nil {
					return rest.Response{}, err
				}
				all = append(all, raw)
			}
		}
		body, err := p.Envelope(r.Path, "usage_records", r.Query, p.FromAll(all))
		if err != nil {
			return rest.Response{}, err
		}
		return rest.Uncached(body)
	}
}

func usageWanted(query url.Values) ([]usageCategory, error) {
	name := query.Get("Category")
	if name == "" {
		return usageCategories(), nil
	}
	for _, c := range usageCategories() {
		if c.name == name {
			return []usageCategory{c}, nil
		}
	}
	return nil, apierror.Invalid(apierror.BadParameter, "The emulator does not count the category %s", name)
}

// record returns the usage in a category and a time span.
func (c usageCategory) record(r *rest.Request, s span, now time.Time, uses []usageEvent) usageRecord {
	count, amount := 0, 0
	for _, u := range uses {
		if c.covers(u.category) && !u.at.Before(s.from) && u.at.Before(s.to.AddDate(0, 0, 1)) {
			count, amount = count+1, amount+u.amount
		}
	}
	from, to := s.from.Format(time.DateOnly), s.to.Format(time.DateOnly)
	base := record.AccountsPath + "/" + r.Account.Sid + "/Usage/Records"
	links := map[string]string{}
	for _, other := range usageSpans() {
		links[other.link] = base + "/" + other.path + ".json?Category=" + c.name
	}
	return usageRecord{
		AccountSid: r.Account.Sid, APIVersion: record.APIVersion, AsOf: now.Format("2006-01-02T15:04:05-07:00"), Category: c.name,
		Count: strconv.Itoa(count), CountUnit: c.countUnit, Description: c.title, EndDate: to, PriceUnit: "usd", StartDate: from,
		SubresourceURIs: links, URI: r.Path + "?Category=" + c.name + "&StartDate=" + from + "&EndDate=" + to,
		Usage: strconv.Itoa(amount), UsageUnit: c.unit,
	}
}

// offset matches a number of days before or after today: "-30days".
var offset = lazy.Regexp(`^([+-]?\d{1,5})days?$`)

// readSpan returns the requested time span, limited to the days from the creation of the account to
// today.
func readSpan(r *rest.Request, now time.Time) (span, error) {
	s := span{from: day(now), to: day(now)}
	if made, err := time.Parse(time.RFC1123Z, r.Account.DateCreated); err == nil && made.Before(now) {
		s.from = day(made.UTC())
	}
	first := s.from
	for name, to := range map[string]*time.Time{"StartDate": &s.from, "EndDate": &s.to} {
		text := r.Query.Get(name)
		if text == "" {
			continue
		}
		if found := offset().FindStringSubmatch(text); found != nil {
			days, _ := strconv.Atoi(found[1]) // at most five digits
			*to = day(now).AddDate(0, 0, days)
			continue
		}
		at, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return s, apierror.Invalid(apierror.BadParameter, "%s %q is not a date such as 2026-01-31 or -30days", name, text)
		}
		*to = at
	}
	if s.from.Before(first) {
		s.from = first
	}
	if s.to.After(day(now)) {
		s.to = day(now)
	}
	return s, nil
}
