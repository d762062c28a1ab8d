package tunnel

import (
	"context"
	"net"
	"strings"
)

// Fixed is a [Tunnel] that somebody else keeps: the user's own proxy, or nobody at all.
type Fixed struct {
	net.Listener
	url   string
	queue *queue
}

// Static is ln under publicURL, which is taken as it is. Without a publicURL it is ln's own address,
// which only this machine reaches: that is what `--tunnel none` means. It takes ln over and closes it.
func Static(publicURL string, ln net.Listener) *Fixed {
	if publicURL == "" {
		publicURL = "http://" + ln.Addr().String()
	}
	return &Fixed{Listener: ln, url: strings.TrimRight(publicURL, "/"), queue: newQueue()}
}

// URL is the public URL that [Static] was given.
func (f *Fixed) URL() string { return f.url }

// Events never has any: nobody here knows how the user's own proxy fares.
func (f *Fixed) Events() <-chan Event { return f.queue.events }

// Renew does nothing, because the address is not ours to ask for.
func (f *Fixed) Renew(context.Context) error { return nil }

// Close closes the listener and the events.
func (f *Fixed) Close() error {
	f.queue.close()
	return f.Listener.Close()
}
