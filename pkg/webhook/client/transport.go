package client

import (
	"context"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

// Transport carries requests to local applications. It differs from [http.Transport] in three ways:
// localhost is 127.0.0.1 and ::1, whatever the hosts file says; hosts can be connected to at other
// addresses; and a request that met a connection closed by the other side is repeated once. Make
// one with [NewTransport]; it is safe for concurrent use. Its idle connections must be closed by
// its user.
type Transport struct {
	dialer *dialer
	kept   *http.Transport
	fresh  *http.Transport // keeps no connections, so that each of its requests gets a new one
}

// TransportOptions describe how a [Transport] connects. The zero value behaves as
// [http.DefaultTransport].
type TransportOptions struct {
	ConnectTo []ConnectTo // rules that have an address
	Direct    bool        // ignores the proxy of the environment
	SingleUse bool        // keeps no connections
	// Like is the model for all other properties, such as limits and certificates, but not for how
	// connections are made. Nil is [http.DefaultTransport]. It is copied.
	Like           *http.Transport
	ConnectTimeout time.Duration // per address; 0 is the system's
}

// NewTransport returns a transport without connections.
func NewTransport(o TransportOptions) *Transport {
	like := o.Like
	if like == nil {
		like = http.DefaultTransport.(*http.Transport)
	}
	kept := like.Clone()
	d := &dialer{connect: o.ConnectTo, net: net.Dialer{Timeout: o.ConnectTimeout}}
	kept.DialContext = d.dial
	kept.MaxIdleConnsPerHost = kept.MaxIdleConns // there is only one application
	kept.DisableKeepAlives = o.SingleUse
	environment := kept.Proxy
	kept.Proxy = func(r *http.Request) (*url.URL, error) {
		if o.Direct || environment == nil || d.moves(authority(r.URL)) {
			return nil, nil
		}
		return environment(r)
	}
	fresh := kept.Clone()
	fresh.DisableKeepAlives = true
	return &Transport{dialer: d, kept: kept, fresh: fresh}
}

// Dial makes the connection that a request to host:port would use, without TLS, to test whether
// anything listens there.
func (t *Transport) Dial(ctx context.Context, address string) (net.Conn, error) {
	return t.dialer.dial(ctx, "tcp", address)
}

// CloseIdleConnections closes the connections that are not in use.
func (t *Transport) CloseIdleConnections() { t.kept.CloseIdleConnections() }

// atOnce limits the time in which a request on a closed connection fails: the end of the connection
// has arrived already, or is about to. The application may have processed a request that fails
// later.
const atOnce = time.Second

// RoundTrip makes a request, and repeats it once on a new connection if a kept connection died
// before the first byte of the answer. net/http does that only for idempotent requests, which a
// POST is not, and for requests of which no byte was written. If the end of the connection and the
// request cross on the way, the request would be lost, although a server that closes an idle
// connection has not read it. It is not repeated if the answer has begun, if its body cannot be
// read again, if the connection was new, or if the failure came after [atOnce]: the application may
// have processed it then.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	var reused, answered atomic.Bool
	var since atomic.Int64
	began := time.Now()
	traced := httptrace.WithClientTrace(r.Context(), &httptrace.ClientTrace{
		GotConn: func(c httptrace.GotConnInfo) {
			reused.Store(c.Reused)
			since.Store(int64(time.Since(began)))
		},
		GotFirstResponseByte: func() { answered.Store(true) },
	})
	response, err := t.kept.RoundTrip(r.WithContext(traced))
	held := time.Since(began) - time.Duration(since.Load())
	if err == nil || !reused.Load() || answered.Load() || held > atOnce || r.Context().Err() != nil {
		return response, err
	}
	again := r.Clone(r.Context())
	if r.Body != nil && r.Body != http.NoBody {
		if r.GetBody == nil {
			return nil, err
		}
		body, failed := r.GetBody()
		if failed != nil {
			return nil, err
		}
		again.Body = body
	}
	return t.fresh.RoundTrip(again)
}
