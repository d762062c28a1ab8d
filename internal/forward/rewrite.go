package forward

import (
	"bytes"
	"io"
	"net"
	"net/http/httputil"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// rewrite builds the request for the application from the incoming one.
//
// Host is the public one, as with `ngrok http`. URLs that an application builds from it (to check signatures, absolute
// URLs in TwiML, wss:// addresses of streams) therefore lead back here. The scheme is lost; X-Forwarded-Proto has it,
// for applications that trust that header. If requests are signed again, Host is the application's own and no header
// names another one. Any application then checks the signature for the URL that was signed.
func (a *App) rewrite(p *httputil.ProxyRequest) {
	v := visitOf(p.In.Context())
	out := p.Out
	out.URL = a.requestURL(p.In.RequestURI, p.In.URL)
	if v.body != nil {
		again := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(v.body)), nil } // a type whose body is sent in one packet with the header
		out.Body, _ = again()
		out.GetBody = again
	}
	out.Header["X-Forwarded-For"] = p.In.Header["X-Forwarded-For"] // the tunnel knows the client's address
	if len(out.Header["X-Forwarded-For"]) == 0 {
		if host, _, err := net.SplitHostPort(p.In.RemoteAddr); err == nil {
			out.Header["X-Forwarded-For"] = []string{host}
		}
	}
	if upgrades(p.In) {
		out.Header.Del("Sec-Websocket-Extensions") // compressed messages could not be shown; Twilio offers none
	}
	if a.o.Token != "" {
		out.Host = a.o.Target.Host
		if out.Header.Get(webhook.SignatureHeader) != "" {
			v.checked = v.appURL(a.o.Target)
			out.Header.Set(webhook.SignatureHeader, webhook.Sign(a.o.Token, v.checked, v.form))
			out.Header.Del(webhook.SettingsHeader) // it names a key that did not sign this request
		}
		return
	}
	out.Host = v.known.Host
	out.Header["X-Forwarded-Host"] = []string{v.known.Host}
	out.Header["X-Forwarded-Proto"] = []string{v.known.Scheme}
	v.checked = v.appURL(v.known)
}

// requestURL returns the URL to request. Path and query keep their spelling, which net/url would change in some cases.
func (a *App) requestURL(uri string, u *url.URL) *url.URL {
	path, query, asked := strings.Cut(uri, "?")
	if !strings.HasPrefix(path, "/") { // a request to a proxy has an absolute URL
		path, query, asked = u.EscapedPath(), u.RawQuery, u.RawQuery != ""
	}
	out := *a.o.Target
	out.Opaque = out.EscapedPath() + path
	if strings.HasPrefix(out.Opaque, "//") { // would be read as a host
		out.Opaque, out.Path, out.RawPath = "", u.Path, u.RawPath
	}
	out.RawQuery, out.ForceQuery = query, asked && query == ""
	return &out
}
