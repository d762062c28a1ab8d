package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/twvoice/twvoice/internal/emulator/apierror"
	"github.com/twvoice/twvoice/internal/emulator/live"
	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/internal/emulator/rest"
	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim/event"
)

// calls can be listed with every filter that Twilio has.
//
// https://www.twilio.com/docs/voice/api/call-resource#read-multiple-call-resources
func (api *API) calls() rest.Resource[record.Call] {
	return rest.Resource[record.Call]{DB: api.DB, Kind: record.CallKind, Key: "calls", Filter: func(r *rest.Request) (func(*record.Call) bool, error) {
		f := rest.Filter[record.Call]{Query: r.Query}
		f.Phone("To", func(c *record.Call) string { return c.To })
		f.Phone("From", func(c *record.Call) string { return c.From })
		f.Text("ParentCallSid", func(c *record.Call) string { return string(c.ParentCallSid) })
		f.OneOf("Status", func(c *record.Call) string { return c.Status },
			record.Queued, "ringing", "in-progress", record.Completed, "busy", "failed", "no-answer", record.Canceled)
		f.Date("StartTime", func(c *record.Call) string { return string(c.StartTime) })
		f.Date("EndTime", func(c *record.Call) string { return string(c.EndTime) })
		return f.Match()
	}}
}

func (api *API) callRoutes() []rest.Route {
	const path = record.AccountsPath + "/{AccountSid}/Calls"
	s := api.calls()
	return []rest.Route{
		{Pattern: path, On: s.ListHandlers(api.createCall)},
		{Pattern: path + "/{Sid}", On: s.ItemHandlers(api.updateCall, s.Remove(checkEnded))},
	}
}

// checkEnded rejects the deletion of a call that has not ended.
//
// https://www.twilio.com/docs/voice/api/call-resource#delete-a-call-resource
func checkEnded(_ context.Context, _ *store.Tx, c *record.Call) error {
	if c.Ended() {
		return nil
	}
	return &apierror.Error{
		Status: http.StatusConflict, Code: 20009,
		Message: "Cannot delete this resource before it is complete: the call is " + c.Status,
	}
}

// updateCall redirects a call, changes its settings, or ends it, and answers with its state after
// that. It does not wait for the application.
//
// https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource
func (api *API) updateCall(ctx context.Context, r *rest.Request) (rest.Response, error) {
	c, err := api.calls().Find(ctx, api.DB, r)
	if err != nil {
		return rest.Response{}, err
	}
	change, err := readUpdate(r.Form)
	if err != nil {
		return rest.Response{}, err
	}
	if c.Ended() {
		return rest.Response{}, apierror.Invalid(21220, "Call is not in-progress. Cannot redirect.")
	}
	leads := change.URL != "" || change.Document != nil
	if leads && c.Status != "in-progress" {
		return rest.Response{}, apierror.Invalid(21220, "Call is not in-progress. Cannot redirect.")
	}
	if api.Remotes.order(c.Sid, r.Form) {
		return rest.OK(c)
	}
	board, err := api.running()
	if err != nil {
		return rest.Response{}, err
	}
	if err := board.Apply(ctx, c.Sid, change); err != nil {
		return rest.Response{}, err
	}
	c, err = api.calls().Find(ctx, api.DB, r)
	if err != nil {
		return rest.Response{}, err
	}
	return rest.OK(c)
}

func readUpdate(form url.Values) (event.Updated, error) {
	u := event.Updated{}
	switch status := form.Get("Status"); status {
	case "", record.Completed, record.Canceled:
		u.Status = event.Status(status)
	default:
		return u, apierror.Invalid(apierror.BadParameter, "Status %s is not canceled or completed", status)
	}
	var around live.OutgoingCall
	if err := readCallOptions(acceptedParams(form), &around); err != nil {
		return u, err
	}
	u.FallbackURL, u.FallbackMethod = around.FallbackURL, around.FallbackMethod
	u.StatusCallback, u.TimeLimit = around.Status, around.TimeLimit
	switch {
	case form.Get("Url") != "" && form.Get("Twiml") != "":
		return u, apierror.Invalid(apierror.BadParameter, "Url and Twiml exclude each other")
	case form.Get("Url") != "":
		to, err := readPair(form, "Url", "Method")
		if err != nil {
			return u, err
		}
		u.URL, u.Method = to.URL, to.Method
	case form.Get("Twiml") != "":
		doc, err := readTwiML(form.Get("Twiml"))
		if err != nil {
			return u, err
		}
		u.Document = doc
	}
	return u, nil
}

// acceptedParams returns the parameters of a form that a running call accepts.
func acceptedParams(form url.Values) url.Values {
	some := url.Values{}
	for _, name := range []string{"FallbackUrl", "FallbackMethod", "StatusCallback", "StatusCallbackMethod", "TimeLimit"} {
		if form.Has(name) {
			some[name] = form[name]
		}
	}
	return some
}

// inProgress returns the call of a path if it is in progress, and an error otherwise.
func (api *API) inProgress(ctx context.Context, r *rest.Request) (record.Call, error) {
	c, err := record.Calls(api.DB).Get(ctx, r.Account.Sid, r.Arg("CallSid"))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return c, apierror.NotFound(r.Path)
	case err != nil:
		return c, err
	case c.Status != "in-progress":
		return c, &apierror.Error{Status: http.StatusBadRequest, Code: 21220, Message: "Call is not in-progress."}
	}
	return c, nil
}
