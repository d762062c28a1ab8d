package upstream

import (
	"bufio"
	"bytes"
	"io"
	"net"
)

// Rest is conn, of which r has read more than was wanted.
func Rest(conn net.Conn, r *bufio.Reader) net.Conn {
	ahead, err := r.Peek(r.Buffered())
	if err != nil || len(ahead) == 0 { // what is buffered can always be peeked at
		return conn
	}
	return Unread(conn, ahead)
}

// Unread is conn with bytes put back that were already read.
func Unread(conn net.Conn, ahead []byte) net.Conn {
	return &unread{Conn: conn, r: io.MultiReader(bytes.NewReader(ahead), conn)}
}

type unread struct {
	net.Conn
	r io.Reader
}

func (c *unread) Read(p []byte) (int, error) { return c.r.Read(p) }

// CloseWrite says that no more will come; what the other side still has to say is read.
func (c *unread) CloseWrite() error { return CloseWrite(c.Conn) }

// CloseWrite closes one direction of a connection; where it has only both, both.
func CloseWrite(conn net.Conn) error {
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return conn.Close()
}
