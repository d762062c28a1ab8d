package devserver

import (
	"bytes"
	"cmp"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/internal/httplog"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// Guard passes on requests that Twilio signed, and answers 403 to all others. Set the fields before the first request.
// The next handler gets the request with its body unread and its form parsed.
type Guard struct {
	Next httplog.Handler
	// Token is the auth token of the account that owns the number.
	Token string
	// Public returns the current public scheme and host. The Host header is not trusted.
	Public func() string
	// User is the user and password in that URL, which are part of what is signed; may be nil.
	User *url.Userinfo
	// SharedKeys are secrets by the SID of their SharedKey, for requests that are signed with one. May be nil.
	SharedKeys map[string]string
	// Exempt reports whether a request needs no signature, such as for audio. May be nil.
	Exempt func(*http.Request) bool
	// Lenient passes unsigned requests on too; the verdict is still recorded.
	Lenient bool
	// Others returns auth tokens of other accounts, by the account's name. They are only used to explain a wrong
	// signature. May be nil.
	Others func() map[string]string
}

// maxSigned limits a body that can be verified, in bytes; Twilio's forms have a few kilobytes.
const maxSigned = 1 << 20

// ServeHTTP checks one request that is not recorded.
func (g *Guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.ServeNoted(w, r, &httplog.Notes{})
}

// ServeNoted checks one request and records the verdict.
func (g *Guard) ServeNoted(w http.ResponseWriter, r *http.Request, notes *httplog.Notes) {
	if g.Exempt != nil && g.Exempt(r) {
		g.Next.ServeNoted(w, r, notes)
		return
	}
	body, err := read(r)
	if err != nil {
		http.Error(w, "the body cannot be read", http.StatusBadRequest)
		return
	}
	r.Body = rejoin(body, r.Body)
	if len(body) > maxSigned && !g.Lenient {
		http.Error(w, "the request is larger than Twilio's largest", http.StatusRequestEntityTooLarge)
		return
	}
	verdict, request := g.check(r, body)
	if len(body) <= maxSigned {
		request.Restore(r)
	}
	notes.Verified, notes.Verdict = true, verdict
	if !verdict.Valid && !g.Lenient {
		http.Error(w, "403: this request was not signed by Twilio for "+g.Public(), http.StatusForbidden)
		return
	}
	g.Next.ServeNoted(w, r, notes)
}

// read reads the body, or the beginning of a large one.
func read(r *http.Request) ([]byte, error) {
	if r.ContentLength <= 0 || r.ContentLength > maxSigned {
		return io.ReadAll(io.LimitReader(r.Body, maxSigned+1))
	}
	body := make([]byte, r.ContentLength)
	n, err := io.ReadFull(r.Body, body)
	return body[:n], err
}

// rejoin returns a body whose beginning was read before.
func rejoin(read []byte, rest io.ReadCloser) io.ReadCloser {
	var whole io.Reader = bytes.NewReader(read)
	if len(read) > maxSigned {
		whole = io.MultiReader(whole, rest)
	}
	return struct {
		io.Reader
		io.Closer
	}{whole, rest}
}

// check verifies against the public URL, and for a request to the loopback listener also against that URL. `twvoice call
// http://localhost:…` and curl thus reach a server that has a tunnel. It also returns the request as it was checked.
func (g *Guard) check(r *http.Request, body []byte) (webhook.Verdict, webhook.Request) {
	var first webhook.Request
	for i, base := range g.bases(r) {
		request := webhook.Handler{Token: g.Token, PublicURL: base, SharedKeys: g.SharedKeys}.Request(r, body)
		if request.Valid() {
			return webhook.Verdict{Valid: true, URL: withoutUser(request.URL)}, request
		}
		if i == 0 {
			first = request
		}
	}
	first.Alternatives = webhook.Alternatives(r)
	if g.Others != nil {
		first.OtherTokens = g.Others()
	}
	verdict := webhook.Check(first)
	verdict.URL = withoutUser(verdict.URL)
	if verdict.Cause == webhook.OtherKey {
		verdict.Fix = "start serve with --shared-key-file FILE: one key per line, its SID, a space and its secret"
	}
	return verdict, first
}

// withoutUser returns a URL without user and password, otherwise unchanged: a verdict is shown and stored.
func withoutUser(target string) string {
	scheme, rest, ok := strings.Cut(target, "://")
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		end = len(rest)
	}
	if at := strings.LastIndexByte(rest[:end], '@'); ok && at >= 0 {
		return scheme + "://" + rest[at+1:]
	}
	return target
}

// bases returns the possible URLs before the path of a request, the most likely first. Twilio signs the URL with user
// and password. A client that signs the same address without them knows the token too.
func (g *Guard) bases(r *http.Request) []string {
	public := g.Public()
	bases := make([]string, 0, 6)
	add := func(base string) {
		if scheme, rest, ok := strings.Cut(base, "://"); ok && g.User != nil {
			bases = append(bases, scheme+"://"+g.User.String()+"@"+rest)
		}
		bases = append(bases, base)
	}
	add(public)
	local := loopback(r)
	if local != "" && local != public {
		add(local)
	}
	if local != "" && strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		add("https" + strings.TrimPrefix(local, "http")) // documents name a wss:// URL also where the server has no TLS
	}
	return bases
}

// loopback returns the base URL of a request to the loopback address itself, or "" for one through a tunnel, whose Host
// header is the public one.
func loopback(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.Host)
	host = cmp.Or(host, r.Host)
	ip := net.ParseIP(strings.Trim(host, "[]"))
	if err != nil && ip == nil || host != "localhost" && !ip.IsLoopback() {
		return ""
	}
	return "http://" + r.Host
}
