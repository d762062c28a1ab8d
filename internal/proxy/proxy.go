// Package proxy lets an application that was written for Twilio talk to the built-in one, with not a line changed.
// On one port it is at once the API server, for requests with a path, and the proxy that HTTP_PROXY and
// HTTPS_PROXY name. It answers for twilio.com and the names below it, and for nobody else: what goes to another host passes
// through unread, and a request for Twilio never leaves the machine. For other machines it passes nothing on.
//
//	proxy.go    the two servers, and their end
//	route.go    who answers what
//	connect.go  CONNECT: to Twilio, answered here; to others, passed through
//	forward.go  plain http to others
//	neighbor.go  what other machines may, where the listener lets them in
//	session.go  what is under way, so that nothing is left behind
//	ca.go, leaf.go            the certificates
//	environ.go, trust*.go     what COMMAND is given, so that it comes here and trusts what it finds
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
	hello     = 10 * time.Second // for a client to say what it wants: headers, or a TLS handshake
	reaching  = 30 * time.Second // to connect to another host
	maxAtOnce = 2048             // requests and tunnels at a time
	maxHeader = 256 << 10        // bytes: a request that passes through may carry whatever its server takes
)

// Options is what a Proxy may be told besides what it serves. The zero value is of use.
type Options struct {
	// Environ is the environment that says how this process itself leaves the network: HTTP_PROXY, HTTPS_PROXY, NO_PROXY.
	Environ []string
	// Notef is told what a person should know: a client that does not trust our certificates, a handler that panicked.
	// It is called from several goroutines. Nil drops it.
	Notef func(format string, args ...any)
}

// Proxy answers for Twilio and passes on the rest. Make it with [New]. It keeps no state of its own and may serve several listeners.
type Proxy struct {
	api http.Handler
	ca  *CA
	o   Options
	// grace is for requests under way when the proxy ends.
	grace time.Duration
}

// New makes a proxy that has api answer whatever is meant for Twilio. The handler sees the path alone in r.URL, and
// in r.Host the name that the application called: "api.twilio.com", or the listener's address.
func New(api http.Handler, ca *CA, o Options) *Proxy {
	if o.Notef == nil {
		o.Notef = func(string, ...any) {}
	}
	return &Proxy{api: api, ca: ca, o: o, grace: 5 * time.Second}
}

// Serve answers on ln until ctx is done or the listener fails; the listener is closed in any
// case. Tunnels end with ctx. Requests to Twilio that are under way get a few seconds to finish, and then their contexts end.
// When it returns, nothing of it runs any more.
func (p *Proxy) Serve(ctx context.Context, ln net.Listener) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	requests, abandon := context.WithCancel(context.WithoutCancel(ctx)) // what requests live in: they may outlast ctx
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
	shutdown(patience, outer) // from here on nobody asks for a tunnel
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

// limit is more patient than where the internet knocks: who comes here is an application that is being looked at, and it may hold
// a connection for each request that is answered at once, and as many that rest.
func limit() limits.Limits {
	return limits.Limits{Connections: 2 * maxAtOnce, HeaderTime: hello, Header: maxHeader}
}

func (p *Proxy) log() *log.Logger { return log.New(notes(p.o.Notef), "", 0) }

func shutdown(ctx context.Context, s *http.Server) {
	if err := s.Shutdown(ctx); err != nil {
		_ = s.Close() // out of patience: a silent connection holds Shutdown
	}
}

// notes is a writer for the lines that net/http logs.
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
