package tunnel

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"sync"

	"github.com/twvoice/twvoice/internal/upstream"
)

// link makes the connections of one agent and can cut them all. ngrok-go cannot: a reconnect that is running when the
// session is closed still completes and keeps the tunnel open, and requests to the service wait without a limit. Both
// end with their connection.
type link struct {
	http  *url.URL // an http or https proxy, or nil
	socks *url.URL // a SOCKS proxy, which this package connects to, or nil

	mu    sync.Mutex
	conns map[*linkConn]struct{}
	cut   bool
}

func newLink(proxy *url.URL) (*link, error) {
	l := &link{conns: make(map[*linkConn]struct{})}
	if proxy == nil {
		return l, nil
	}
	switch proxy.Scheme {
	case "http", "https":
		l.http = proxy // ngrok-go supports only SOCKS itself
	case "socks5", "socks5h":
		l.socks = proxy
	default:
		return nil, fmt.Errorf("proxy %s: want http, https, socks5 or socks5h", proxy.Redacted())
	}
	return l, nil
}

// Dial is DialContext without a context, as ngrok-go's Dialer requires.
func (l *link) Dial(network, address string) (net.Conn, error) {
	return l.DialContext(context.Background(), network, address)
}

// DialContext connects, through the proxy if there is one. After close it returns an error.
func (l *link) DialContext(ctx context.Context, _, address string) (net.Conn, error) {
	conn, err := upstream.Dial(ctx, l.http, address)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cut {
		_ = conn.Close()
		return nil, net.ErrClosed
	}
	c := &linkConn{Conn: conn, link: l}
	l.conns[c] = struct{}{}
	return c, nil
}

// close cuts every connection, and later ones.
func (l *link) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = true
	for c := range l.conns {
		_ = c.Conn.Close()
	}
	clear(l.conns)
}

// linkConn is a connection that its link can cut.
type linkConn struct {
	net.Conn
	link *link
}

// Close closes the connection and removes it from its link.
func (c *linkConn) Close() error {
	c.link.mu.Lock()
	delete(c.link.conns, c)
	c.link.mu.Unlock()
	return c.Conn.Close()
}
