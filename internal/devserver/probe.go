package devserver

import (
	"io"
	"net/http"
	"strings"
)

// probePath is answered before anything else looks at a request: it shows that the public URL leads here.
const probePath = "/_twvoice/probe/"

// Probe answers requests for its own nonce and hands on all others. A nonce of somebody else's server gets a 404,
// so that two tunnels on one domain cannot take each other for themselves.
type Probe struct {
	Nonce string
	Next  http.Handler
}

// ServeHTTP answers the probe.
func (p *Probe) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	nonce, ok := strings.CutPrefix(r.URL.Path, probePath)
	switch {
	case !ok:
		p.Next.ServeHTTP(w, r)
	case nonce == p.Nonce && r.Method == http.MethodGet:
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, p.Nonce)
	default:
		http.NotFound(w, r)
	}
}
