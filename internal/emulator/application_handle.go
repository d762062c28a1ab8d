package emulator

import (
	"context"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/webhook"
)

func (e *Server) applications() resource[application] {
	return resource[application]{db: e.db, kind: applicationKind, key: "applications", filter: func(r *request) (func(*application) bool, error) {
		f := filter[application]{query: r.query}
		f.text("FriendlyName", func(a *application) string { return a.FriendlyName })
		return f.keep()
	}}
}

func (e *Server) applicationRoutes() []route {
	const path = accountsPath + "/{AccountSid}/Applications"
	s := e.applications()
	return []route{
		{pattern: path, on: s.all(e.createApplication)},
		{pattern: path + "/{Sid}", on: s.one(s.update(e.changeApplication), s.remove(e.disconnect))},
	}
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

func (e *Server) changeApplication(_ context.Context, _ *store.Tx, r *request, a *application) error {
	a.DateUpdated = rfc2822(e.now())
	return a.change(r.form)
}

// disconnect takes an application that goes off every number that it answers for.
//
// https://www.twilio.com/docs/usage/api/applications#delete-an-application-resource
func (e *Server) disconnect(ctx context.Context, tx *store.Tx, a *application) error {
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
	return nil
}
