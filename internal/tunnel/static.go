package tunnel

import (
	"context"
	"net"
	"strings"
)

// Fixed is a [Tunnel] that twvoice does not run: the user's own proxy, or no tunnel at all.
type Fixed struct {
	net.Listener
	url   string
	queue *queue
}

// Static returns ln as a tunnel with publicURL, which is used unchanged. With "", the URL is ln's own address, which
// only this machine reaches, as for `--tunnel none`. Closing the tunnel closes ln.
func Static(publicURL string, ln net.Listener) *Fixed {
	if publicURL == "" {
		publicURL = "http://" + ln.Addr().String()
	}
	return &Fixed{Listener: ln, url: strings.TrimRight(publicURL, "/"), queue: newQueue()}
}

// URL returns the public URL given to [Static].
func (f *Fixed) URL() string { return f.url }

// Events returns a channel without events, because the state of the user's proxy is unknown.
func (f *Fixed) Events() <-chan Event { return f.queue.events }

// Renew does nothing, because twvoice does not manage the address.
func (f *Fixed) Renew(context.Context) error { return nil }

// Close closes the listener and the events.
func (f *Fixed) Close() error {
	f.queue.close()
	return f.Listener.Close()
}
