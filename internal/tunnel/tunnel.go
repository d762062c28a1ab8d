// Package tunnel gives a local listener a public URL: through ngrok ([Open]), or through an address that the user
// already has ([Static]). It is the only package that imports ngrok-go.
//
// It does not forward or answer requests: ngrok's own forwarder builds a transport for every connection and writes to
// the global logger, and twvoice must see each request anyway. It does not decide whether a URL still works and when to
// give up; its user does, with the [Event] values and [Tunnel.Renew]. It never shows an authtoken, although ngrok's
// error texts repeat it.
package tunnel

import (
	"context"
	"net"
)

// Tunnel is a listener with a public URL. All methods are safe for concurrent use.
type Tunnel interface {
	// Accept works across reconnections and [Tunnel.Renew]. It returns [net.ErrClosed] after Close. If the tunnel was
	// stopped from outside, it returns the reason, with an [*Error] if ngrok gave one.
	net.Listener
	// URL returns the current public URL: scheme and host, without a path or a final slash.
	URL() string
	// Events returns the tunnel's events. It has one reader, and is closed by Close.
	Events() <-chan Event
	// Renew requests the public address again. Use it if the tunnel is connected but its URL does not lead here. It does
	// not disturb running requests.
	Renew(ctx context.Context) error
}

var (
	_ Tunnel = (*Ngrok)(nil)
	_ Tunnel = (*External)(nil)
)

// publicAddr is the host of a public URL, as an address.
type publicAddr string

func (publicAddr) Network() string  { return "tcp" }
func (a publicAddr) String() string { return string(a) }
