package client

import (
	"cmp"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/twvoice/twvoice/pkg/webhook"
)

// Addresses says who is contacted, and where: webhooks, redirects, audio and WebSockets follow the same rule. Make one with
// [NewAddresses]; it never changes, and is safe for concurrent use.
type Addresses struct {
	app     *url.URL // nil where only a document is known
	public  *url.URL // nil where the application is known as what is called
	connect []ConnectTo
}

// NewAddresses makes the rule for an application that is called at the URL app, "" where there is none. signAs is the scheme, host and
// perhaps path prefix that it is known by, "" for those of app. The error says what is wrong with signAs.
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

// Place is where the request to a URL goes.
type Place struct {
	URL       *url.URL // to ask; the signature is for the URL as written
	Host      string   // the Host header
	Forwarded string   // the scheme that X-Forwarded-Proto tells, "" for none
	Proxied   bool     // the application is asked as behind its proxy: X-Forwarded-Host and X-Forwarded-For are told too
	MayPlain  bool     // where the TLS handshake fails it is asked again without TLS
	Note      string   // what a reader should know, "" for nothing
}

// Find says where a URL is reached. It is false for a host that is not contacted: one that is neither the application's own, nor
// this machine, nor let through by a [ConnectTo].
//
// The application's own host, with TLS or on no port of its own, is reached where the application really listens, in its own
// scheme. Of another port of this machine TLS is tried first, and then the same without.
func (a *Addresses) Find(u *url.URL) (Place, bool) {
	host, port, tls := u.Hostname(), cmp.Or(u.Port(), defaultPort(u.Scheme)), secure(u.Scheme)
	for _, c := range a.connect {
		if c.matches(host, port) && (c.Address != "" || !a.own(u)) {
			return Place{URL: u, Host: u.Host, MayPlain: tls && c.addressIsLooping}, true
		}
	}
	switch {
	case a.public != nil && samePlace(u, a.public):
		return a.behindProxy(u), true
	case a.app != nil && u.Host == a.app.Host && a.public != nil:
		return a.proxied(u), true
	case a.own(u):
		return a.home(u), true
	case Loopback(host):
		return Place{URL: u, Host: u.Host, MayPlain: tls}, true
	case a.app != nil && strings.EqualFold(host, a.app.Hostname()) && port == defaultPort(u.Scheme):
		return Place{URL: u, Host: u.Host}, true // the application's host without TLS, of an application with TLS
	}
	return Place{}, false
}

// own reports whether a URL names the application's own host: on no port, or on its own, and not less safe than it is.
func (a *Addresses) own(u *url.URL) bool {
	return a.app != nil && samePlace(u, a.app) && (secure(u.Scheme) || !secure(a.app.Scheme))
}

// samePlace compares hosts; a port that is not written is any.
func samePlace(u, of *url.URL) bool {
	return strings.EqualFold(u.Hostname(), of.Hostname()) && (u.Port() == "" || u.Port() == cmp.Or(of.Port(), defaultPort(of.Scheme)))
}

// home is a URL of the application's own host, where the application listens.
func (a *Addresses) home(u *url.URL) Place {
	at := a.at(u)
	p := Place{URL: at, Host: u.Host}
	if secure(u.Scheme) && !secure(at.Scheme) {
		p.Forwarded = "https"
	}
	p.Note = moved(u, at)
	return p
}

// behindProxy is a URL of the public host: the path prefix, which the proxy in between takes away, is taken away here.
func (a *Addresses) behindProxy(u *url.URL) Place {
	at := a.at(u)
	if prefix := strings.TrimSuffix(a.public.EscapedPath(), "/"); prefix != "" {
		if rest, ok := strings.CutPrefix(at.EscapedPath(), prefix); ok && (rest == "" || rest[0] == '/') {
			at.Path, _ = url.PathUnescape(rest) // part of a path that was escaped well
			at.RawPath = rest
		}
	}
	p := a.proxied(at)
	p.Note = moved(u, at)
	return p
}

// proxied is a URL of the application, which is told what `serve --forward` tells it: who it is for the world.
func (a *Addresses) proxied(at *url.URL) Place {
	return Place{URL: at, Host: a.public.Host, Forwarded: a.public.Scheme, Proxied: true}
}

// at is a URL at the place where the application listens.
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

// moved says that a host is reached elsewhere than it is written.
func moved(written, at *url.URL) string {
	from, to := written.Scheme+"://"+written.Host, at.Scheme+"://"+at.Host
	if from == to {
		return ""
	}
	return fmt.Sprintf("%s is reached at %s, where the application listens", from, to)
}

// signed is the URL that the signature of a request to u is made for. A path of the public URL stands before the request's own: a proxy
// that answers for https://example.com/phone and hands on what lies below is signed for as https://example.com/phone.
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

// Callable reports whether a URL can be asked at all: it is absolute, and of http or https.
func Callable(u *url.URL) bool { return u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") }

func secure(scheme string) bool { return scheme == "https" || scheme == "wss" }

func defaultPort(scheme string) string {
	if secure(scheme) {
		return "443"
	}
	return "80"
}

// authority is host and port of a URL, as a connection is made to it.
func authority(u *url.URL) string {
	return net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), defaultPort(u.Scheme)))
}
