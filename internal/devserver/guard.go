package devserver

import (
	"cmp"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/internal/exchange"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Guard lets requests through that Twilio signed, and answers 403 to all others. Set the fields before the first request.
type Guard struct {
	Next http.Handler
	// Token is the auth token of the account that owns the number.
	Token string
	// Public is the URL that Twilio was given: scheme and host, as they are now. The Host header is not believed.
	Public func() string
	// Exempt requests need no signature: audio. Nil exempts none.
	Exempt func(*http.Request) bool
	// Lenient lets unsigned requests through; the verdict is noted all the same.
	Lenient bool
}

// ServeHTTP checks one request; its verdict is noted in the exchange.
func (g *Guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if g.Exempt != nil && g.Exempt(r) {
		g.Next.ServeHTTP(w, r)
		return
	}
	verdict, ok := g.check(r)
	if !ok {
		http.Error(w, "the form cannot be read", http.StatusBadRequest)
		return
	}
	notes := exchange.NotesOf(r.Context())
	notes.Verified, notes.Verdict = true, verdict
	if !verdict.Valid && !g.Lenient {
		http.Error(w, "403: this request was not signed by Twilio for "+g.Public(), http.StatusForbidden)
		return
	}
	g.Next.ServeHTTP(w, r)
}

// check verifies against the public URL, and on the loopback listener against its own URL too:
// that is how `twvoice call http://localhost:…` and a person with curl reach a server behind a tunnel.
func (g *Guard) check(r *http.Request) (webhook.Verdict, bool) {
	var params url.Values
	if r.Method == http.MethodPost {
		if err := r.ParseForm(); err != nil {
			return webhook.Verdict{}, false
		}
		params = r.PostForm
	}
	target := strings.TrimSuffix(g.Public(), "/") + r.URL.RequestURI()
	signature := r.Header.Get(webhook.SignatureHeader)
	if webhook.Verify(g.Token, signature, target, params) {
		return webhook.Verdict{Valid: true, URL: target}, true
	}
	if local := loopback(r); local != "" && webhook.Verify(g.Token, signature, local, params) {
		return webhook.Verdict{Valid: true, URL: local}, true
	}
	return webhook.Check(webhook.Request{
		Token: g.Token, Signature: signature, URL: target, Params: params,
		Alternatives: []string{"http://" + r.Host + r.URL.RequestURI(), "https://" + r.Host + r.URL.RequestURI()},
	}), true
}

// loopback is the URL of a request that came to the loopback address itself, "" for one that came through a tunnel:
// there the Host header names the public side.
func loopback(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.Host)
	host = cmp.Or(host, r.Host)
	ip := net.ParseIP(strings.Trim(host, "[]"))
	if err != nil && ip == nil || host != "localhost" && !ip.IsLoopback() {
		return ""
	}
	return "http://" + r.Host + r.URL.RequestURI()
}

// quiet keeps net/http's own log off the screen: what a person needs to know is in the exchanges.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
