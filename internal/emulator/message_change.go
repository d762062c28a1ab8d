package emulator

import (
	"context"
	"net/http"

	"github.com/twvoice/twvoice/internal/store"
)

// changeMessage redacts (an empty Body) or cancels (a Status) a message.
//
// https://www.twilio.com/docs/messaging/api/message-resource#update-a-message-resource
func (e *Server) changeMessage(ctx context.Context, tx *store.Tx, r *request, m *message) error {
	if status := r.form.Get("Status"); status != "" {
		if status != canceled {
			return invalid(badParameter, "Status is not %s: %s", canceled, status)
		}
		if m.final() || m.Status == sent {
			return invalid(badParameter, "The message is %s, and cannot be canceled", m.Status)
		}
		m.Status = canceled
	}
	if r.form.Has("Body") {
		if r.form.Get("Body") != "" {
			return invalid(badParameter, "A body can be emptied, and not be changed otherwise")
		}
		if err := settled(ctx, tx, m); err != nil {
			return err
		}
		m.Body = ""
	}
	m.DateUpdated = rfc2822(e.now())
	return nil
}

// settled refuses to touch a message that is on its way.
func settled(_ context.Context, _ *store.Tx, m *message) error {
	if m.final() {
		return nil
	}
	return &refusal{
		Status: http.StatusConflict, Code: 20009,
		Message: "Cannot delete this resource before it is complete: the message is " + m.Status,
	}
}
