package api

import (
	"context"
	"net/http"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/messaging"
	"github.com/twvoice/twvoice/internal/emulator/outbox"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
)

func (api *API) messages() rest.Resource[record.Message] {
	return rest.Resource[record.Message]{DB: api.DB, Kind: record.MessageKind, Key: "messages", Filter: func(r *rest.Request) (func(*record.Message) bool, error) {
		f := rest.Filter[record.Message]{Query: r.Query}
		f.Phone("To", func(m *record.Message) string { return m.To })
		f.Phone("From", func(m *record.Message) string { return string(m.From) })
		f.Date("DateSent", func(m *record.Message) string { return string(m.DateSent) })
		return f.Match()
	}}
}

func (api *API) messageRoutes() []rest.Route {
	const path = record.AccountsPath + "/{AccountSid}/Messages"
	s, m := api.messages(), api.media()
	return []rest.Route{
		{Pattern: path, On: s.ListHandlers(api.createMessage)},
		{Pattern: path + "/{Sid}", On: s.ItemHandlers(s.Update(api.changeMessage), s.Remove(requireFinal))},
		{Pattern: path + "/{MessageSid}/Media", On: map[string]rest.Handler{http.MethodGet: s.Nested("MessageSid", m.List)}},
		{Pattern: path + "/{MessageSid}/Media/{Sid}", On: map[string]rest.Handler{
			http.MethodGet: m.Fetch, http.MethodDelete: m.Remove(nil),
		}},
	}
}

// createMessage stores the message and answers; the message is sent afterwards.
//
// https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
func (api *API) createMessage(ctx context.Context, r *rest.Request) (rest.Response, error) {
	d := messaging.Draft{
		Account: r.Account, Direction: "outbound-api", From: r.Form.Get("From"), To: r.Form.Get("To"),
		Body: r.Form.Get("Body"), Media: r.Form["MediaUrl"],
	}
	var err error
	if d.Service, err = rest.ReadSid("MG")("MessagingServiceSid", r.Form.Get("MessagingServiceSid")); err != nil {
		return rest.Response{}, err
	}
	for _, name := range []string{"ContentSid", "SendAt", "ScheduleType"} {
		if r.Form.Get(name) != "" {
			return rest.Response{}, apierror.Invalid(apierror.BadParameter, "The emulator does not know %s", name)
		}
	}
	callback, err := api.messageCallback(ctx, r)
	if err != nil {
		return rest.Response{}, err
	}
	d.Callbacks = []outbox.Hook{callback}
	m, err := api.Compose(ctx, d)
	if err != nil {
		return rest.Response{}, err
	}
	api.Background.Start(ctx, func(ctx context.Context) { api.Send(ctx, messaging.InTransit{Message: m, Draft: d}) })
	return rest.Created(m)
}

// messageCallback returns the status callback: the URL of the request, or that of its application.
func (api *API) messageCallback(ctx context.Context, r *rest.Request) (outbox.Hook, error) {
	to, err := rest.ReadURL("StatusCallback", r.Form.Get("StatusCallback"))
	sid := r.Form.Get("ApplicationSid")
	if err != nil || to != "" || sid == "" {
		return outbox.Hook{URL: to, Method: http.MethodPost}, err
	}
	if err := api.checkApplication(ctx, api.DB, "ApplicationSid", r.Account.Sid, sid); err != nil {
		return outbox.Hook{}, err
	}
	a, err := record.Applications(api.DB).Get(ctx, r.Account.Sid, sid)
	return outbox.Hook{URL: a.MessageStatusCallback, Method: http.MethodPost}, err
}

// changeMessage redacts (an empty Body) or cancels (a Status) a message.
//
// https://www.twilio.com/docs/messaging/api/message-resource#update-a-message-resource
func (api *API) changeMessage(ctx context.Context, tx *store.Tx, r *rest.Request, m *record.Message) error {
	if status := r.Form.Get("Status"); status != "" {
		if status != record.Canceled {
			return apierror.Invalid(apierror.BadParameter, "Status is not %s: %s", record.Canceled, status)
		}
		if m.Final() || m.Status == record.Sent {
			return apierror.Invalid(apierror.BadParameter, "The message is %s and cannot be canceled", m.Status)
		}
		m.Status = record.Canceled
	}
	if r.Form.Has("Body") {
		if r.Form.Get("Body") != "" {
			return apierror.Invalid(apierror.BadParameter, "A message body can only be emptied, not changed")
		}
		if err := requireFinal(ctx, tx, m); err != nil {
			return err
		}
		m.Body = ""
	}
	m.DateUpdated = record.FormatTime(api.Now())
	return nil
}

// requireFinal rejects changes to a message that is on its way.
func requireFinal(_ context.Context, _ *store.Tx, m *record.Message) error {
	if m.Final() {
		return nil
	}
	return &apierror.Error{
		Status: http.StatusConflict, Code: 20009,
		Message: "Cannot delete this resource before it is complete: the message is " + m.Status,
	}
}

func (api *API) media() rest.Resource[record.Medium] {
	return rest.Resource[record.Medium]{
		DB: api.DB, Kind: record.MediumKind, Key: "media_list",
		Filter: func(r *rest.Request) (func(*record.Medium) bool, error) {
			f := rest.Filter[record.Medium]{Query: r.Query}
			f.Date("DateCreated", func(m *record.Medium) string { return m.DateCreated })
			return f.Match()
		},
		Under: func(r *rest.Request, m *record.Medium) bool { return m.ParentSid == r.Arg("MessageSid") },
	}
}
