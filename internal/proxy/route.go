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

// route decides who answers. ctx is the proxy's; forwarded requests end with it.
func (s *session) route(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
		refuse(w, http.StatusServiceUnavailable, "busy with %d requests, or shutting down", maxAtOnce)
		return
	}
	defer s.leave()
	ctx, cancel := firstDone(ctx, r.Context())
	defer cancel()
	switch {
	case r.Method == http.MethodConnect:
		s.connect(ctx, w, r)
	case r.URL.Host == "":
		s.origin(w, r)
	case isTwilio(r.URL.Host) || s.isSelf(r.URL.Host):
		s.serveAPI(w, r)
	case !isLocal(r):
		refuse(w, http.StatusForbidden, "%s is not Twilio: requests of other machines are not passed on", r.URL.Host)
	default:
		_ = http.NewResponseController(w).EnableFullDuplex() // lets a handler answer before it has read the whole body
		s.forward.ServeHTTP(w, r.WithContext(ctx))
	}
}

// origin handles a request with a path only, as a server gets it. It checks Host: a web page could point its own name to
// loopback and send requests through the visitor's browser.
func (s *session) origin(w http.ResponseWriter, r *http.Request) {
	if name := hostOf(r.Host); !isTwilio(name) && !loopback(name) && !(s.public && isPrivateName(name)) {
		refuse(w, http.StatusMisdirectedRequest, "%q is not this machine or Twilio", r.Host)
		return
	}
	s.serveAPI(w, r)
}

// answer handles a request that came through CONNECT to one of Twilio's names.
func (s *session) answer(w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
		refuse(w, http.StatusServiceUnavailable, "busy with %d requests, or shutting down", maxAtOnce)
		return
	}
	defer s.leave()
	if r.Method == http.MethodConnect || !isTwilio(r.Host) {
		refuse(w, http.StatusMisdirectedRequest, "%s %q came in a tunnel to Twilio", r.Method, r.Host)
		return
	}
	s.serveAPI(w, r)
}

// serveAPI passes the request on as a server would receive it: without proxy headers and with only the path in its URL.
func (s *session) serveAPI(w http.ResponseWriter, r *http.Request) {
	r.URL.Scheme, r.URL.Host, r.URL.User = "", "", nil
	r.Header.Del("Proxy-Connection")
	r.Header.Del("Proxy-Authorization")
	s.api.ServeHTTP(w, r)
}

// isSelf reports whether host, with its port, is the listener itself.
func (s *session) isSelf(host string) bool {
	_, port, err := net.SplitHostPort(host)
	name := hostOf(host)
	return err == nil && port == s.port && (loopback(name) || name == s.ip)
}

// isTwilio reports whether host is twilio.com or a subdomain, with or without a port.
func isTwilio(host string) bool {
	name := hostOf(host)
	return name == "twilio.com" || strings.HasSuffix(name, ".twilio.com")
}

// loopback reports whether a name always means this machine. Unspecified addresses connect to it too.
func loopback(name string) bool {
	if name == "localhost" || strings.HasSuffix(name, ".localhost") { // RFC 6761, 6.3
		return true
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && (ip.Unmap().IsLoopback() || ip.IsUnspecified())
}

// hostOf returns the host name without port, normalized for comparison.
func hostOf(host string) string {
	name := (&url.URL{Host: host}).Hostname()
	return strings.ToLower(strings.TrimSuffix(name, "."))
}

func refuse(w http.ResponseWriter, status int, format string, args ...any) {
	http.Error(w, "twvoice: "+fmt.Sprintf(format, args...), status)
}

// firstDone returns a context that ends with the first of two.
func firstDone(one, other context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(other)
	stop := context.AfterFunc(one, func() { cancel(context.Cause(one)) })
	return ctx, func() { stop(); cancel(nil) }
}
