package inspector

import (
	"crypto/subtle"
	"net"
	"net/http"
	"slices"
	"strings"
)

// tokenHeader holds the token in requests that change something. Event streams and audio are requested by the browser
// itself and have the token in their query.
const tokenHeader = "X-Twvoice-Token"

// protect sets headers that restrict the page to its own scripts and to this server. Browsers that support trusted types
// report an error if text is inserted as markup.
func protect(h http.Header) {
	h.Set("Content-Security-Policy", strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "media-src 'self'", "img-src 'self'",
		"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
	}, "; "))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// refuse returns why a request is rejected, or "". It rejects foreign hosts, because any DNS name can point to this
// machine, and foreign origins, such as pages from another port.
func (in *Inspector) refuse(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	if !slices.Contains([]string{"127.0.0.1", "localhost", "::1", "[::1]"}, host) {
		return "the inspector answers only on this machine's own address"
	}
	if origin := r.Header.Get("Origin"); origin != "" && origin != "http://"+r.Host {
		return "this page is not the inspector's"
	}
	if !strings.HasPrefix(r.URL.Path, "/api/") {
		return ""
	}
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return "this page is not the inspector's"
	}
	token := r.Header.Get(tokenHeader)
	if token == "" && r.Method == http.MethodGet {
		token = r.URL.Query().Get("token")
	}
	if in.o.Token == "" || subtle.ConstantTimeCompare([]byte(token), []byte(in.o.Token)) != 1 {
		return "open the address that twvoice serve printed: it contains the token"
	}
	return ""
}
