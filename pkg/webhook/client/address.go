package client

import (
	"cmp"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// Addresses determines which hosts are contacted, and where. Webhooks, redirects, audio and
// WebSockets follow the same rule. Make one with [NewAddresses]; it never changes, and is safe for
// concurrent use.
type Addresses struct {
	app     *url.URL // nil if only a document is known
	public  *url.URL // nil if the public URL is that of app
	connect []ConnectTo
}

// NewAddresses returns the rule for an application with the URL app, "" if it has no URL. signAs is its public scheme
// and host, with an optional path prefix; "" uses those of app. The error says what is wrong with signAs.
func NewAddresses(app, signAs string, connect []ConnectTo) (*Addresses, error) {
	a := &Addresses{connect: connect}
	called, err := url.Parse(app)
	if err == nil && Callable(called) {
		a.app = called
	}
	if signAs == "" || err != nil {
		return a, nil
	}
	public, err := url.Parse(signAs)
	if err != nil || !Callable(public) || public.RawQuery != "" || public.Fragment != "" || public.User != nil {
		return nil, fmt.Errorf("sign as %q: not an http or https URL with a scheme, a host and an optional path", webhook.Redacted(signAs))
	}
	a.public = public
	return a, nil
}

// Destination is the destination of the request to a URL.
type Destination struct {
	URL       *url.URL // to connect to; the signature is for the URL as written
	Host      string   // the Host header
	Forwarded string   // scheme in X-Forwarded-Proto, "" for none
	Proxied   bool     // the request imitates the application's proxy, with X-Forwarded-Host and X-Forwarded-For
	MayPlain  bool     // if the TLS handshake fails, the request is repeated without TLS
	Note      string   // remark for readers, or ""
}

// Find returns the destination of a URL. It returns false for a host that is not contacted: one that is neither the
// application's own, nor this machine, nor allowed by a [ConnectTo].
//
// The application's own host, with TLS or without its own port, is reached where the application listens, with the
// application's scheme. For another port of this machine, TLS is tried first, and then the same port without TLS.
func (a *Addresses) Find(u *url.URL) (Destination, bool) {
	host, port, tls := u.Hostname(), cmp.Or(u.Port(), defaultPort(u.Scheme)), secure(u.Scheme)
	for _, c := range a.connect {
		if c.matches(host, port) && (c.Address != "" || !a.isOwn(u)) {
			return Destination{URL: u, Host: u.Host, MayPlain: tls && c.addressIsLooping}, true
		}
	}
	switch {
	case a.public != nil && samePlace(u, a.public):
		return a.behindProxy(u), true
	case a.app != nil && u.Host == a.app.Host && a.public != nil:
		return a.proxied(u), true
	case a.isOwn(u):
		return a.ownDestination(u), true
	case Loopback(host):
		return Destination{URL: u, Host: u.Host, MayPlain: tls}, true
	case a.app != nil && strings.EqualFold(host, a.app.Hostname()) && port == defaultPort(u.Scheme):
		return Destination{URL: u, Host: u.Host}, true // the application's host without TLS, although the application has TLS
	}
	return Destination{}, false
}

// isOwn reports whether a URL names the application's own host: without a port or with its own, and
// with TLS if the application has it.
func (a *Addresses) isOwn(u *url.URL) bool {
	return a.app != nil && samePlace(u, a.app) && (secure(u.Scheme) || !secure(a.app.Scheme))
}

// samePlace compares hosts; a missing port matches every port.
func samePlace(u, of *url.URL) bool {
	return strings.EqualFold(u.Hostname(), of.Hostname()) && (u.Port() == "" || u.Port() == cmp.Or(of.Port(), defaultPort(of.Scheme)))
}

// ownDestination returns the destination of a URL of the application's own host, where the application
// listens.
func (a *Addresses) ownDestination(u *url.URL) Destination {
	at := a.at(u)
	p := Destination{URL: at, Host: u.Host}
	if secure(u.Scheme) && !secure(at.Scheme) {
		p.Forwarded = "https"
	}
	p.Note = movedNote(u, at)
	return p
}

// behindProxy returns the destination of a URL of the public host. It removes the path prefix, as
// the proxy would.
func (a *Addresses) behindProxy(u *url.URL) Destination {
	at := a.at(u)
	if prefix := strings.TrimSuffix(a.public.EscapedPath(), "/"); prefix != "" {
		if rest, ok := strings.CutPrefix(at.EscapedPath(), prefix); ok && (rest == "" || rest[0] == '/') {
			at.Path, _ = url.PathUnescape(rest) // a valid part of an escaped path
			at.RawPath = rest
		}
	}
	p := a.proxied(at)
	p.Note = movedNote(u, at)
	return p
}

// proxied returns the destination of a URL of the application with the headers that `serve
// --forward` adds: its public scheme and host.
func (a *Addresses) proxied(at *url.URL) Destination {
	return Destination{URL: at, Host: a.public.Host, Forwarded: a.public.Scheme, Proxied: true}
}

// at returns a URL with the host where the application listens.
func (a *Addresses) at(u *url.URL) *url.URL {
	at := *u
	at.Host = a.app.Host
	switch web := strings.HasPrefix(u.Scheme, "http"); {
	case web:
		at.Scheme = a.app.Scheme
	case secure(a.app.Scheme):
		at.Scheme = "wss"
	default:
		at.Scheme = "ws"
	}
	return &at
}

// movedNote returns the note for a host that is reached at another address than written.
func movedNote(written, at *url.URL) string {
	from, to := written.Scheme+"://"+written.Host, at.Scheme+"://"+at.Host
	if from == to {
		return ""
	}
	return fmt.Sprintf("%s is reached at %s, where the application listens", from, to)
}

// signed returns the URL that the signature of a request to u is made for. The path of the public
// URL precedes that of the request: a proxy that serves https://example.com/phone and forwards what
// is below it is signed for as https://example.com/phone.
func (a *Addresses) signed(u *url.URL) string {
	if a.public == nil || a.app == nil || u.Host != a.app.Host {
		return u.String()
	}
	known := *u
	known.Scheme, known.Host = a.public.Scheme, a.public.Host
	if prefix := strings.TrimSuffix(a.public.EscapedPath(), "/"); prefix != "" {
		known.RawPath = prefix + u.EscapedPath()
		known.Path = strings.TrimSuffix(a.public.Path, "/") + u.Path
	}
	return known.String()
}

// Callable reports whether a URL can be requested: it is absolute, with the scheme http or https.
func Callable(u *url.URL) bool { return u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") }

func secure(scheme string) bool { return scheme == "https" || scheme == "wss" }

func defaultPort(scheme string) string {
	if secure(scheme) {
		return "443"
	}
	return "80"
}

// authority returns the host and port of a URL, as used for a connection.
func authority(u *url.URL) string {
	return net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), defaultPort(u.Scheme)))
}
