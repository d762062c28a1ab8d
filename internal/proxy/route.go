package proxy

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// route decides who answers. ctx is the proxy's own: what passes through ends with it.
func (s *session) route(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
		refuse(w, http.StatusServiceUnavailable, "busy with %d requests, or shutting down", maxAtOnce)
		return
	}
	defer s.leave()
	ctx, cancel := either(ctx, r.Context())
	defer cancel()
	switch {
	case r.Method == http.MethodConnect:
		s.connect(ctx, w, r)
	case r.URL.Host == "":
		s.origin(w, r)
	case ours(r.URL.Host) || s.own(r.URL.Host):
		s.serveAPI(w, r)
	case !atHome(r):
		refuse(w, http.StatusForbidden, "%s is not Twilio: requests of other machines are not passed on", r.URL.Host)
	default:
		_ = http.NewResponseController(w).EnableFullDuplex() // whoever answers before the question ends is heard before it ends
		s.forward.ServeHTTP(w, r.WithContext(ctx))
	}
}

// origin is a request with a path alone, as a server gets it. A page that a browser shows could have its own name resolve to
// loopback, and would then speak to us in the name of its visitor; its name is what gives it away.
func (s *session) origin(w http.ResponseWriter, r *http.Request) {
	if name := hostOf(r.Host); !ours(name) && !loopback(name) && !(s.public && unregistrable(name)) {
		refuse(w, http.StatusMisdirectedRequest, "%q is not this machine or Twilio", r.Host)
		return
	}
	s.serveAPI(w, r)
}

// answer is a request that came through CONNECT to one of Twilio's names.
func (s *session) answer(w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
		refuse(w, http.StatusServiceUnavailable, "busy with %d requests, or shutting down", maxAtOnce)
		return
	}
	defer s.leave()
	if r.Method == http.MethodConnect || !ours(r.Host) {
		refuse(w, http.StatusMisdirectedRequest, "%s %q came in a tunnel to Twilio", r.Method, r.Host)
		return
	}
	s.serveAPI(w, r)
}

// serveAPI hands on what an API server would have got: no proxy in its URL, none in its headers.
func (s *session) serveAPI(w http.ResponseWriter, r *http.Request) {
	r.URL.Scheme, r.URL.Host, r.URL.User = "", "", nil
	r.Header.Del("Proxy-Connection")
	r.Header.Del("Proxy-Authorization")
	s.api.ServeHTTP(w, r)
}

// own reports whether host, with its port, is the listener itself.
func (s *session) own(host string) bool {
	_, port, err := net.SplitHostPort(host)
	name := hostOf(host)
	return err == nil && port == s.port && (loopback(name) || name == s.ip)
}

// ours reports whether host is twilio.com or a name below it, with or without a port.
func ours(host string) bool {
	name := hostOf(host)
	return name == "twilio.com" || strings.HasSuffix(name, ".twilio.com")
}

// loopback reports whether a name can only mean this machine. Unspecified addresses connect to it too.
func loopback(name string) bool {
	if name == "localhost" || strings.HasSuffix(name, ".localhost") { // RFC 6761, 6.3
		return true
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && (ip.Unmap().IsLoopback() || ip.IsUnspecified())
}

// hostOf is the name in a host that may have a port, in the one way in which names are compared.
func hostOf(host string) string {
	name := (&url.URL{Host: host}).Hostname()
	return strings.ToLower(strings.TrimSuffix(name, "."))
}

func refuse(w http.ResponseWriter, status int, format string, args ...any) {
	http.Error(w, "twvoice: "+fmt.Sprintf(format, args...), status)
}

// either is a context that ends with the first of two.
func either(one, other context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(other)
	stop := context.AfterFunc(one, func() { cancel(context.Cause(one)) })
	return ctx, func() { stop(); cancel(nil) }
}
