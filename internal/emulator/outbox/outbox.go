// Package outbox sends requests to applications as Twilio does, after the answer that caused them, and makes alerts of
// those that fail.
package outbox

import (
	"context"
	"net/http"

	"github.com/twvoice/twvoice/internal/emulator/record"
	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// Outbox is where requests to applications go out.
type Outbox struct {
	*record.Tables
	Transport  http.RoundTripper // nil: there is nobody to be reached
	ConnectTo  []client.ConnectTo
	Background Background
	Log        Log
}

func (o *Outbox) Close(ctx context.Context) error { return o.Background.close(ctx) }
