package tunnel

import (
	"context"
	"net"
	"strings"
)

// External is a [Tunnel] that twvoice does not run: the user's own proxy, or no tunnel at all.
type External struct {
	net.Listener
	url   string
	queue *queue
}

// Static returns ln as a tunnel with publicURL, which is used unchanged. With "", the URL is ln's own address, which
// only this machine reaches, as for `--tunnel none`. Closing the tunnel closes ln.
func Static(publicURL string, ln net.Listener) *External {
	if publicURL == "" {
		publicURL = "http://" + ln.Addr().String()
	}
	return &External{Listener: ln, url: strings.TrimRight(publicURL, "/"), queue: newQueue()}
}

// URL returns the public URL given to [Static].
func (f *External) URL() string { return f.url }

// Events returns a channel without events, because the state of the user's proxy is unknown.
func (f *External) Events() <-chan Event { return f.queue.events }

// Renew does nothing, because twvoice does not manage the address.
func (f *External) Renew(context.Context) error { return nil }

// Close closes the listener and the events.
func (f *External) Close() error {
	f.queue.close()
	return f.Listener.Close()
}
