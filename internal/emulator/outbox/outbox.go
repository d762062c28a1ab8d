// Package outbox sends requests to applications as Twilio does, after the answer that caused them,
// and turns failures into alerts.
package outbox

import (
	"context"
	"net/http"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// Outbox sends requests to applications.
type Outbox struct {
	*record.Tables
	Transport  http.RoundTripper // nil if no application can be reached
	ConnectTo  []client.ConnectTo
	Background Background
	Log        Log
}

// Close waits for the background requests until ctx ends, and then cancels them. It returns the
// error of ctx.
func (o *Outbox) Close(ctx context.Context) error { return o.Background.close(ctx) }
