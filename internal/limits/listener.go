package limits

import (
	"net"
	"sync"
	"time"
)

// listener accepts connections while there are fewer than the limit.
type listener struct {
	net.Listener
	places    chan struct{} // holds a value for each open connection
	closed    chan struct{}
	once      sync.Once
	writeTime time.Duration
}

// Accept returns the next connection, after waiting for a free place.
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

// Close closes the listener; the connections stay open.
func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

// conn limits the time of each write, until the server sets a write deadline: it does so when it passes the connection
// to a WebSocket or a tunnel.
type conn struct {
	net.Conn
	once     sync.Once
	leave    func()
	patience time.Duration

	mu  sync.Mutex
	own bool // the server has set a deadline, or removed it
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

// CloseWrite closes the writing side, if the connection supports it.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return c.Close()
}

// Close implements [net.Conn] and frees the place.
func (c *conn) Close() error {
	c.once.Do(c.leave)
	return c.Conn.Close()
}
