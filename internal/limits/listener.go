package limits

import (
	"net"
	"sync"
	"time"
)

// listener accepts while it has a place.
type listener struct {
	net.Listener
	places    chan struct{} // one for each connection that is open
	closed    chan struct{}
	once      sync.Once
	writeTime time.Duration
}

// Accept is the next connection, when there is a place for it.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case l.places <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	accepted, err := l.Listener.Accept()
	if err != nil {
		<-l.places
		return nil, err
	}
	return &conn{Conn: accepted, leave: func() { <-l.places }, patience: l.writeTime}, nil
}

// Close ends the listener; the connections stay.
func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

// conn gives each write its time, until somebody else says how long writes may take: a server does so when it hands the
// connection over to a WebSocket or a tunnel.
type conn struct {
	net.Conn
	once     sync.Once
	leave    func()
	patience time.Duration

	mu  sync.Mutex
	own bool // somebody has set a deadline of their own, or none
}

// Write implements [net.Conn].
func (c *conn) Write(p []byte) (int, error) {
	if err := c.roll(); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}

func (c *conn) roll() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.own {
		return nil
	}
	return c.Conn.SetWriteDeadline(time.Now().Add(c.patience))
}

// SetDeadline implements [net.Conn].
func (c *conn) SetDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.own = true
	return c.Conn.SetDeadline(t)
}

// SetWriteDeadline implements [net.Conn].
func (c *conn) SetWriteDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.own = true
	return c.Conn.SetWriteDeadline(t)
}

// CloseWrite says that nothing more comes, where the connection can say so.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return c.Close()
}

// Close implements [net.Conn], and gives the place back.
func (c *conn) Close() error {
	c.once.Do(c.leave)
	return c.Conn.Close()
}
