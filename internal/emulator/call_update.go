package emulator

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/twvoice/twvoice/internal/store"
	"github.com/twvoice/twvoice/pkg/voicesim"
)

// updateCall leads a call elsewhere, changes what stands behind it, or ends it, and answers with the call as it is then. Nobody
// waits for the application.
//
// https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource
func (e *Server) updateCall(ctx context.Context, r *request) (answer, error) {
	c, err := e.calls().of(ctx, e.db, r)
	if err != nil {
		return answer{}, err
	}
	change, err := readUpdate(r.form)
	if err != nil {
		return answer{}, err
	}
	if c.ended() {
		return answer{}, invalid(21220, "Call is not in-progress. Cannot redirect.")
	}
	leads := change.URL != "" || change.Document != nil
	if leads && c.Status != "in-progress" {
		return answer{}, invalid(21220, "Call is not in-progress. Cannot redirect.")
	}
	if e.remotes.order(c.Sid, r.form) {
		return ok(c)
	}
	board, err := e.running()
	if err != nil {
		return answer{}, err
	}
	if err := board.order(ctx, c.Sid, change); err != nil {
		return answer{}, err
	}
	c, err = e.calls().of(ctx, e.db, r)
	if err != nil {
		return answer{}, err
	}
	return ok(c)
}

// order tells a call what the REST API wants of it, and waits until it has happened and is written down.
func (b *switchboard) order(ctx context.Context, sid string, ev voicesim.Event) error {
	b.office.Tell(sid, ev)
	return b.settled(ctx)
}

func readUpdate(form url.Values) (voicesim.Updated, error) {
	u := voicesim.Updated{}
	switch status := form.Get("Status"); status {
	case "", completed, canceled:
		u.Status = voicesim.Status(status)
	default:
		return u, invalid(badParameter, "Status %s is not canceled or completed", status)
	}
	var around callForm
	if err := readWires(withoutOthers(form), &around); err != nil {
		return u, err
	}
	u.FallbackURL, u.FallbackMethod = around.FallbackURL, around.FallbackMethod
	u.StatusCallback, u.TimeLimit = around.Status, around.TimeLimit
	switch {
	case form.Get("Url") != "" && form.Get("Twiml") != "":
		return u, invalid(badParameter, "Url and Twiml exclude each other")
	case form.Get("Url") != "":
		to, err := readPair(form, "Url", "Method")
		if err != nil {
			return u, err
		}
		u.URL, u.Method = to.url, to.method
	case form.Get("Twiml") != "":
		doc, err := readTwiML(form.Get("Twiml"))
		if err != nil {
			return u, err
		}
		u.Document = doc
	}
	return u, nil
}

// withoutOthers is the part of a form that a call which goes on can still be given.
func withoutOthers(form url.Values) url.Values {
	some := url.Values{}
	for _, name := range []string{"FallbackUrl", "FallbackMethod", "StatusCallback", "StatusCallbackMethod", "TimeLimit"} {
		if form.Has(name) {
			some[name] = form[name]
		}
	}
	return some
}

// inProgress is the call of a path, if it is one in which something can be done.
func (e *Server) inProgress(ctx context.Context, r *request) (call, error) {
	c, err := e.calls().in(e.db).Get(ctx, r.account.Sid, r.arg("CallSid"))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return c, missing(r.path)
	case err != nil:
		return c, err
	case c.Status != "in-progress":
		return c, &refusal{Status: http.StatusBadRequest, Code: 21220, Message: "Call is not in-progress."}
	}
	return c, nil
}
