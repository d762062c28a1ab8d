package voicesim

import (
	"net/http"

	"github.com/twvoice/twvoice/pkg/webhook/client"
)

// InMemory is a transport that lets a handler answer, without a port and without a network: [client.InMemory].
func InMemory(h http.Handler) http.RoundTripper { return client.InMemory(h) }
