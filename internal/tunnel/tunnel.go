// Package tunnel gives a local listener a public URL: through ngrok ([Open]), or through an address that the
// user already has ([Static]). It is the only package that knows ngrok-go.
//
// It refuses to serve. It never forwards, proxies or answers a request itself: ngrok's own forwarder builds a
// transport for every connection and writes to the global logger, and twvoice must see each request anyway.
// It also refuses to decide: whether a URL still works, and when to give up, is for whoever asked for the tunnel;
// the [Event] values and [Tunnel.Renew] are what they decide with.
// And it never shows an authtoken, although ngrok's error texts repeat it.
package tunnel

import (
	"context"
	"net"
)

// A Tunnel is a listener that the world reaches under a URL.
// All methods are safe for concurrent use.
type Tunnel interface {
	// Accept outlives reconnections and [Tunnel.Renew]. It ends with [net.ErrClosed] after Close,
	// or with the reason, an [*Error] where ngrok gave one, once the tunnel was stopped from outside.
	net.Listener
	// URL is where the tunnel is reached now: scheme and host, without a path or a final slash.
	URL() string
	// Events tells how the tunnel fares. It has one reader, and is closed by Close.
	Events() <-chan Event
	// Renew asks for the public address again. It is meant for the case that the tunnel is up, but its URL
	// answers for somebody else or for nobody. Requests that are under way are not disturbed.
	Renew(ctx context.Context) error
}

var (
	_ Tunnel = (*Ngrok)(nil)
	_ Tunnel = (*Fixed)(nil)
)

// publicAddr is the host of a public URL, as an address.
type publicAddr string

func (publicAddr) Network() string  { return "tcp" }
func (a publicAddr) String() string { return string(a) }
