package emulator

import (
	"context"
	"errors"
	"net/http"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// conference is a room as it is kept and shown, in the order of Twilio's keys.
//
// https://www.twilio.com/docs/voice/api/conference-resource
type conference struct {
	AccountSid              string            `json:"account_sid"`
	DateCreated             string            `json:"date_created"`
	DateUpdated             string            `json:"date_updated"`
	APIVersion              string            `json:"api_version"`
	FriendlyName            string            `json:"friendly_name"`
	Region                  string            `json:"region"`
	Sid                     string            `json:"sid"`
	Status                  string            `json:"status"` // "init", "in-progress" or "completed"
	URI                     string            `json:"uri"`
	SubresourceURIs         map[string]string `json:"subresource_uris"`
	ReasonConferenceEnded   orNull            `json:"reason_conference_ended"`
	CallSidEndingConference orNull            `json:"call_sid_ending_conference"`
}

func (e *Server) conferences() resource[conference] {
	return resource[conference]{db: e.db, kind: "emulator/conference", key: "conferences", filter: func(r *request) (func(*conference) bool, error) {
		f := filter[conference]{query: r.query}
		f.date("DateCreated", func(c *conference) string { return c.DateCreated })
		f.date("DateUpdated", func(c *conference) string { return c.DateUpdated })
		f.text("FriendlyName", func(c *conference) string { return c.FriendlyName })
		if f.query.Get("Status") == "" { // the default since 30 September 2026, which Twilio's changelog of 23 September announced
			f.wants = append(f.wants, func(c *conference) bool { return c.Status == "in-progress" })
		}
		f.word("Status", func(c *conference) string { return c.Status }, "init", "in-progress", completed)
		return f.keep()
	}}
}

func (e *Server) conferenceRoutes() []route {
	const path = accountsPath + "/{AccountSid}/Conferences"
	s, p := e.conferences(), e.participants()
	get := func(do handle) map[string]handle { return map[string]handle{http.MethodGet: do} }
	return []route{
		{pattern: path, on: get(s.list)},
		{pattern: path + "/{Sid}", on: map[string]handle{http.MethodGet: s.fetch, http.MethodPost: e.updateConference}},
		{pattern: path + "/{ConferenceSid}/Participants", on: map[string]handle{
			http.MethodGet: s.under("ConferenceSid", p.list), http.MethodPost: e.createParticipant,
		}},
		{pattern: path + "/{ConferenceSid}/Participants/{CallSid}", on: map[string]handle{
			http.MethodGet: s.under("ConferenceSid", e.fetchParticipant), http.MethodPost: s.under("ConferenceSid", e.updateParticipant),
			http.MethodDelete: s.under("ConferenceSid", e.kickParticipant),
		}},
	}
}

// newConference is a room of that name which nobody has kept yet.
func (e *Server) newConference(accountSid, name string) conference {
	now := rfc2822(e.now())
	c := conference{
		AccountSid: accountSid, DateCreated: now, DateUpdated: now, APIVersion: apiVersion, FriendlyName: name, Region: "us1",
		Sid: webhook.NewSID("CF", e.random), Status: "init",
	}
	c.rename(c.Sid)
	return c
}

// rename gives it the SID that the engine has drawn, and all that follows from it.
func (c *conference) rename(sid string) {
	base := accountsPath + "/" + c.AccountSid + "/Conferences/" + sid
	c.Sid, c.URI = sid, base+".json"
	c.SubresourceURIs = map[string]string{"participants": base + "/Participants.json", "recordings": base + "/Recordings.json"}
}

// keepConference is for whoever runs conferences. A completed one has no participants any more.
func (e *Server) keepConference(ctx context.Context, tx *store.Tx, c conference) error {
	if c.Status == completed {
		rows, err := e.participants().in(tx).List(ctx, store.Query{Scope: c.AccountSid})
		if err != nil {
			return err
		}
		for _, row := range rows {
			if row.Value.ConferenceSid != c.Sid {
				continue
			}
			if err := e.participants().in(tx).Delete(ctx, c.AccountSid, row.Key); err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
	}
	return e.conferences().in(tx).Put(ctx, c.AccountSid, c.Sid, c)
}
