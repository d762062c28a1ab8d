package devserver

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
)

// probePath is answered before any other handler: it shows that the public URL leads here.
const probePath = "/_twvoice/probe/"

// probeHeader tells another twvoice the session, if it checks who uses a number.
const probeHeader = "Twvoice-Session"

// Probe answers requests for its own nonce and passes all others on. A nonce of another server gets 404, so that two
// tunnels on one domain are not confused.
//
// Without a nonce it answers 204 with its session, for [Living]. An untrusted client learns only that a twvoice answers
// here, and a name that reveals nothing about user, machine, number or nonce.
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

// SessionName returns the public name of a session: eight digits from which its nonce cannot be derived.
func SessionName(nonce string) string {
	sum := sha256.Sum256([]byte("session of twvoice/" + nonce))
	return hex.EncodeToString(sum[:4])
}
