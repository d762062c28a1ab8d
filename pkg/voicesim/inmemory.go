package voicesim

import (
	"net/http"

	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// InMemory returns a transport that calls a handler directly, without a port or a network:
// [client.InMemory].
func InMemory(h http.Handler) http.RoundTripper { return client.InMemory(h) }
