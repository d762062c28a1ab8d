package devserver

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
)

// probePath is answered before anything else looks at a request: it shows that the public URL leads here.
const probePath = "/_twvoice/probe/"

// probeHeader names the session to another twvoice, which asks who has a number.
const probeHeader = "Twvoice-Session"

// Probe answers requests for its own nonce and hands on all others. A nonce of somebody else's server gets a 404,
// so that two tunnels on one domain cannot take each other for themselves.
//
// Without a nonce it answers 204 and names its session, for [Living]. That is all that a stranger learns: that a twvoice
// answers here, and a word that says nothing of user, machine, number or nonce.
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
	case nonce == "" && r.Method == http.MethodGet:
		w.Header().Set(probeHeader, SessionName(p.Nonce))
		w.WriteHeader(http.StatusNoContent)
	default:
		http.NotFound(w, r)
	}
}

// SessionName is what a session is called before strangers: eight digits that do not lead back to its nonce.
func SessionName(nonce string) string {
	sum := sha256.Sum256([]byte("session of twvoice/" + nonce))
	return hex.EncodeToString(sum[:4])
}
