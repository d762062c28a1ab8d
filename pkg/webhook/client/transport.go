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

// Transport carries requests to applications nearby. It differs from [http.Transport] in three ways: localhost is 127.0.0.1 and
// ::1, whatever the hosts file says; hosts can be connected to elsewhere; and a request that met a connection which the other side had closed
// is sent once more. Make one with [NewTransport]; it is safe for concurrent use. Whoever makes one closes its idle connections in the end.
type Transport struct {
	dialer *dialer
	kept   *http.Transport
	fresh  *http.Transport // keeps nothing, so that a request of its gets a new connection
}

// TransportOptions say how a [Transport] connects. The zero value is as [http.DefaultTransport].
type TransportOptions struct {
	ConnectTo []ConnectTo // those with an address
	Direct    bool        // the proxy of the environment is not asked
	SingleUse bool        // no connection is kept
	// Like is what else the transport is like: its limits, its certificates; how it connects it has of its own. Nil is
	// [http.DefaultTransport]. It is copied.
	Like           *http.Transport
	ConnectTimeout time.Duration // for one address; 0 is the system's
}

// NewTransport makes one that has no connections yet.
func NewTransport(o TransportOptions) *Transport {
	like := o.Like
	if like == nil {
		like = http.DefaultTransport.(*http.Transport)
	}
	kept := like.Clone()
	d := &dialer{connect: o.ConnectTo, net: net.Dialer{Timeout: o.ConnectTimeout}}
	kept.DialContext = d.dial
	kept.MaxIdleConnsPerHost = kept.MaxIdleConns // one application is all that there is
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

// Dial makes the connection that a request to host:port would be made on, without TLS: to see who listens there.
func (t *Transport) Dial(ctx context.Context, address string) (net.Conn, error) {
	return t.dialer.dial(ctx, "tcp", address)
}

// CloseIdleConnections closes the connections that nobody uses.
func (t *Transport) CloseIdleConnections() { t.kept.CloseIdleConnections() }

// atOnce is how soon a request fails that met a connection which had been closed before: its end has arrived already, or is on its way.
// One that fails later may have been at work.
const atOnce = time.Second

// RoundTrip makes a request, and makes it once more on a new connection where a kept one died before a byte of the answer came
// back. net/http does that for requests that may be repeated, which a POST is not, and for those of which not a byte was written: where
// the end of the connection and the request cross on the way, the request is lost, and a server that closes an idle
// connection has not read it. It is not made again when the answer has begun, when its body cannot be had again, when the connection was
// new, or when it held for a second: then somebody may have been at work.
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
