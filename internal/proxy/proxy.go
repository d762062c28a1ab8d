// Package proxy lets an unchanged application for Twilio use the emulator. One port is both the API server, for requests
// with a path, and the proxy for HTTP_PROXY and HTTPS_PROXY. It answers for twilio.com and its subdomains only. Requests
// to other hosts pass through unread, and a request for Twilio never leaves the machine. It does not forward requests of
// other machines.
//
//	proxy.go    the two servers, and their end
//	route.go    who answers what
//	connect.go  CONNECT: to Twilio, answered here; to others, passed through
//	forward.go  plain http to others
//	neighbor.go  access for other machines, if they can reach the listener
//	session.go  what is in progress, so that nothing is left running
//	ca.go, leaf.go            the certificates
//	environ.go, trust*.go     the environment of COMMAND: proxy and certificates
package proxy

import (
	"context"
	"errors"
	"log"
	"net"
	"net/http"
	"time"

	"github.com/twvoice/twvoice/internal/limits"
)

const (
	helloTimeout = 10 * time.Second // for the client's headers or TLS handshake
	dialTimeout  = 30 * time.Second // to connect to another host
	maxAtOnce    = 2048             // requests and tunnels at a time
	maxHeader    = 256 << 10        // in bytes; large, because other servers may accept large headers
)

// Options configure a [Proxy]. The zero value is valid.
type Options struct {
	// Environ is the environment that sets this process's own proxy: HTTP_PROXY, HTTPS_PROXY, NO_PROXY.
	Environ []string
	// Notef reports a message for the user: a client that does not trust our certificates, a handler that panicked. It
	// must be safe for concurrent use. May be nil.
	Notef func(format string, args ...any)
}

// Proxy answers for Twilio and forwards other requests. Make it with [New]. It has no state and can serve several
// listeners.
type Proxy struct {
	api http.Handler
	ca  *CA
	o   Options
	// grace is the time for running requests when the proxy ends.
	grace time.Duration
}

// New returns a proxy that passes requests for Twilio to api. The handler gets only the path in r.URL, and in r.Host the
// name that the application used: "api.twilio.com", or the listener's address.
func New(api http.Handler, ca *CA, o Options) *Proxy {
	if o.Notef == nil {
		o.Notef = func(string, ...any) {}
	}
	return &Proxy{api: api, ca: ca, o: o, grace: 5 * time.Second}
}

// Serve accepts connections on ln until ctx ends or the listener fails, and closes the listener. Tunnels end with ctx.
// Running requests to Twilio get a few seconds to finish, and then their contexts end. When Serve returns, it has left
// nothing running.
func (p *Proxy) Serve(ctx context.Context, ln net.Listener) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	requests, abandon := context.WithCancel(context.WithoutCancel(ctx)) // the context of requests, which may outlast ctx
	defer abandon()

	s := p.newSession(ln.Addr())
	defer s.others.CloseIdleConnections()
	outer := p.server(requests, func(w http.ResponseWriter, r *http.Request) { s.route(ctx, w, r) })
	inner := p.server(requests, s.answer)
	failed := make(chan error, 2)
	go func() { failed <- inner.Serve(s.desk) }()
	go func() { failed <- outer.Serve(limit().Listener(ln)) }()

	var errs []error
	select {
	case err := <-failed:
		errs = append(errs, err)
	case <-ctx.Done():
	}
	end()
	s.close()
	patience, cancel := context.WithTimeout(requests, p.grace)
	defer cancel()
	shutdown(patience, outer) // from here on there are no new tunnels
	shutdown(patience, inner)
	abandon()
	s.wait()
	for len(errs) < cap(failed) {
		errs = append(errs, <-failed)
	}
	for i, err := range errs {
		if errors.Is(err, http.ErrServerClosed) {
			errs[i] = nil
		}
	}
	return errors.Join(errs...)
}

func (p *Proxy) server(requests context.Context, h http.HandlerFunc) *http.Server {
	s := limit().Server(h)
	s.BaseContext = func(net.Listener) context.Context { return requests }
	s.ErrorLog = p.log()
	return s
}

// limit returns higher limits than those of a public server. The client is an application under test. It can hold one
// connection per running request, and as many idle ones.
func limit() limits.Limits {
	return limits.Limits{Connections: 2 * maxAtOnce, HeaderTime: helloTimeout, Header: maxHeader}
}

func (p *Proxy) log() *log.Logger { return log.New(notes(p.o.Notef), "", 0) }

func shutdown(ctx context.Context, s *http.Server) {
	if err := s.Shutdown(ctx); err != nil {
		_ = s.Close() // a silent connection blocks Shutdown
	}
}

// notes is a writer for the log lines of net/http.
type notes func(format string, args ...any)

func (n notes) Write(line []byte) (int, error) {
	n("%s", trimNewline(line))
	return len(line), nil
}

func trimNewline(line []byte) []byte {
	for len(line) > 0 && line[len(line)-1] == '\n' {
		line = line[:len(line)-1]
	}
	return line
}
