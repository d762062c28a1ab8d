package inspector

import (
	"crypto/subtle"
	"net"
	"net/http"
	"slices"
	"strings"
)

// tokenHeader holds the token of whatever changes something. A stream and a sound, which the browser itself asks for, have it in
// their query.
const tokenHeader = "X-Twvoice-Token"

// protect says what the page may do: run and show what comes from here, and nothing else. Markup that is made of text is an error
// in the browsers that know trusted types.
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

// refuse is why a request is not answered, "" where it is. A name that somebody else's DNS leads to this machine is a foreign host,
// and a page of another port is a foreign origin.
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
