package api

import (
	"net/http"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
)

func (api *API) conferences() rest.Resource[record.Conference] {
	return rest.Resource[record.Conference]{DB: api.DB, Kind: record.ConferenceKind, Key: "conferences", Filter: func(r *rest.Request) (func(*record.Conference) bool, error) {
		f := rest.Filter[record.Conference]{Query: r.Query}
		f.Date("DateCreated", func(c *record.Conference) string { return c.DateCreated })
		f.Date("DateUpdated", func(c *record.Conference) string { return c.DateUpdated })
		f.Text("FriendlyName", func(c *record.Conference) string { return c.FriendlyName })
		if f.Query.Get("Status") == "" { // the default since 30 September 2026, which Twilio's changelog of 23 September announced
			f.Wants = append(f.Wants, func(c *record.Conference) bool { return c.Status == "in-progress" })
		}
		f.OneOf("Status", func(c *record.Conference) string { return c.Status }, "init", "in-progress", record.Completed)
		return f.Match()
	}}
}

func (api *API) conferenceRoutes() []rest.Route {
	const path = record.AccountsPath + "/{AccountSid}/Conferences"
	s, p := api.conferences(), api.participants()
	get := func(do rest.Handler) map[string]rest.Handler { return map[string]rest.Handler{http.MethodGet: do} }
	return []rest.Route{
		{Pattern: path, On: get(s.List)},
		{Pattern: path + "/{Sid}", On: map[string]rest.Handler{http.MethodGet: s.Fetch, http.MethodPost: api.updateConference}},
		{Pattern: path + "/{ConferenceSid}/Participants", On: map[string]rest.Handler{
			http.MethodGet: s.Nested("ConferenceSid", p.List), http.MethodPost: api.createParticipant,
		}},
		{Pattern: path + "/{ConferenceSid}/Participants/{CallSid}", On: map[string]rest.Handler{
			http.MethodGet: s.Nested("ConferenceSid", api.fetchParticipant), http.MethodPost: s.Nested("ConferenceSid", api.updateParticipant),
			http.MethodDelete: s.Nested("ConferenceSid", api.kickParticipant),
		}},
	}
}
