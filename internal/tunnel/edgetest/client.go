package edgetest

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
)

// Client returns an HTTP client that trusts the edge and resolves its public URLs. All callers share it; Close closes
// its idle connections.
func (e *Edge) Client() *http.Client { return e.client }

func (e *Edge) newClient() *http.Client {
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: e.ca.pool()},
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			to := e.route(address)
			if to == "" {
				return nil, fmt.Errorf("%s is not on loopback, and not of this edge", address)
			}
			return new(net.Dialer).DialContext(ctx, network, to)
		},
	}}
}

// Await waits until cond, which may call the edge's methods, returns true. It is called after every change of sessions,
// endpoints and recorded requests.
func (e *Edge) Await(ctx context.Context, cond func() bool) error {
	for {
		e.mu.Lock()
		changed := e.changed
		e.mu.Unlock()
		if cond() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
