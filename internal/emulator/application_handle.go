package emulator

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

func (e *Server) applicationRoutes() []route {
	const path = accountsPath + "/{AccountSid}/Applications"
	return []route{
		{pattern: path, on: map[string]handle{http.MethodGet: e.listApplications, http.MethodPost: e.createApplication}},
		{pattern: path + "/{Sid}", on: map[string]handle{
			http.MethodGet: e.fetchApplication, http.MethodPost: e.updateApplication, http.MethodDelete: e.deleteApplication,
		}},
	}
}

func (e *Server) listApplications(ctx context.Context, r *request) (answer, error) {
	p, err := readPage(r.query)
	if err != nil {
		return answer{}, err
	}
	var keep func(json.RawMessage) bool
	if name := r.query.Get("FriendlyName"); name != "" {
		keep = func(raw json.RawMessage) bool {
			var a application
			return json.Unmarshal(raw, &a) == nil && a.FriendlyName == name
		}
	}
	s, err := p.rows(ctx, store.In[json.RawMessage](e.db, applicationKind), r.account.Sid, keep)
	if err != nil {
		return answer{}, err
	}
	body, err := p.envelope(r.path, "applications", r.query, s)
	if err != nil {
		return answer{}, err
	}
	return ok(body)
}

func (e *Server) createApplication(ctx context.Context, r *request) (answer, error) {
	now := rfc2822(e.now())
	a := application{
		AccountSid: r.account.Sid, APIVersion: apiVersion, DateCreated: now, DateUpdated: now,
		Sid:               webhook.NewSID("AP", e.random),
		SmsFallbackMethod: "POST", SmsMethod: "POST", StatusCallbackMethod: "POST",
		VoiceFallbackMethod: "POST", VoiceMethod: "POST",
	}
	a.URI = r.base() + "/" + a.Sid + ".json"
	if err := a.change(r.form); err != nil {
		return answer{}, err
	}
	if err := applicationsIn(e.db).Insert(ctx, a.AccountSid, a.Sid, a); err != nil {
		return answer{}, err
	}
	return created(a)
}

func (e *Server) fetchApplication(ctx context.Context, r *request) (answer, error) {
	a, err := applicationOf(ctx, e.db, r)
	if err != nil {
		return answer{}, err
	}
	return ok(a)
}

// applicationOf is the application that a path names.
func applicationOf(ctx context.Context, on store.Handle, r *request) (application, error) {
	a, err := applicationsIn(on).Get(ctx, r.account.Sid, r.arg("Sid"))
	if errors.Is(err, store.ErrNotFound) {
		return application{}, missing(r.path)
	}
	return a, err
}

func (e *Server) updateApplication(ctx context.Context, r *request) (answer, error) {
	var a application
	err := e.db.Update(ctx, func(tx *store.Tx) error {
		var err error
		if a, err = applicationOf(ctx, tx, r); err != nil {
			return err
		}
		if err := a.change(r.form); err != nil {
			return err
		}
		a.DateUpdated = rfc2822(e.now())
		return applicationsIn(tx).Put(ctx, a.AccountSid, a.Sid, a)
	})
	if err != nil {
		return answer{}, err
	}
	return ok(a)
}

// deleteApplication takes the application off every number that it answers for.
//
// https://www.twilio.com/docs/usage/api/applications#delete-an-application-resource
func (e *Server) deleteApplication(ctx context.Context, r *request) (answer, error) {
	err := e.db.Update(ctx, func(tx *store.Tx) error {
		a, err := applicationOf(ctx, tx, r)
		if err != nil {
			return err
		}
		numbers, err := numbersIn(tx).List(ctx, store.Query{Scope: a.AccountSid})
		if err != nil {
			return err
		}
		for _, row := range numbers {
			n := row.Value
			if n.VoiceApplicationSid != a.Sid && n.SmsApplicationSid != a.Sid {
				continue
			}
			if n.VoiceApplicationSid == a.Sid {
				n.VoiceApplicationSid = ""
			}
			if n.SmsApplicationSid == a.Sid {
				n.SmsApplicationSid = ""
			}
			if err := numbersIn(tx).Put(ctx, n.AccountSid, n.Sid, n); err != nil {
				return err
			}
		}
		return applicationsIn(tx).Delete(ctx, a.AccountSid, a.Sid)
	})
	if err != nil {
		return answer{}, err
	}
	return deleted()
}
