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

// rewrite makes the request for the application out of the one that came.
//
// Host is the public one, as `ngrok http` has it: what an application builds out of it (the URL it checks signatures for,
// absolute URLs in TwiML, wss:// addresses of streams) leads back here. Only the scheme is lost on the way, and
// X-Forwarded-Proto tells it to whoever believes it. When requests are signed anew, Host is the application's own and
// nothing is said of another one: whatever it believes, it checks for the URL that was signed.
func (a *App) rewrite(p *httputil.ProxyRequest) {
	v := visitOf(p.In.Context())
	out := p.Out
	out.URL = a.locate(p.In.RequestURI, p.In.URL)
	if v.body != nil {
		again := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(v.body)), nil } // of a type that is sent with its head
		out.Body, _ = again()
		out.GetBody = again
	}
	out.Header["X-Forwarded-For"] = p.In.Header["X-Forwarded-For"] // the tunnel knows who called
	if len(out.Header["X-Forwarded-For"]) == 0 {
		if host, _, err := net.SplitHostPort(p.In.RemoteAddr); err == nil {
			out.Header["X-Forwarded-For"] = []string{host}
		}
	}
	if a.o.Token != "" {
		out.Host = a.o.Target.Host
		if out.Header.Get(webhook.SignatureHeader) != "" {
			v.checked = v.sees(a.o.Target)
			out.Header.Set(webhook.SignatureHeader, webhook.Sign(a.o.Token, v.checked, v.form))
			out.Header.Del(webhook.SettingsHeader) // it would name a key that did not sign this
		}
		return
	}
	out.Host = v.known.Host
	out.Header["X-Forwarded-Host"] = []string{v.known.Host}
	out.Header["X-Forwarded-Proto"] = []string{v.known.Scheme}
	v.checked = v.sees(v.known)
}

// locate is the URL to ask, with path and query spelt as they came: net/url would spell some of them anew.
func (a *App) locate(uri string, u *url.URL) *url.URL {
	path, query, asked := strings.Cut(uri, "?")
	if !strings.HasPrefix(path, "/") { // a proxy may be asked for a whole URL
		path, query, asked = u.EscapedPath(), u.RawQuery, u.RawQuery != ""
	}
	out := *a.o.Target
	out.Opaque = out.EscapedPath() + path
	if strings.HasPrefix(out.Opaque, "//") { // which would be a host
		out.Opaque, out.Path, out.RawPath = "", u.Path, u.RawPath
	}
	out.RawQuery, out.ForceQuery = query, asked && query == ""
	return &out
}
