package upstream

import (
	"bufio"
	"bytes"
	"io"
	"net"
)

// Rest returns conn with the data that r has buffered put back.
func Rest(conn net.Conn, r *bufio.Reader) net.Conn {
	ahead, err := r.Peek(r.Buffered())
	if err != nil || len(ahead) == 0 { // buffered data can always be peeked at
		return conn
	}
	return Unread(conn, ahead)
}

// Unread returns conn with bytes put back that were already read.
func Unread(conn net.Conn, ahead []byte) net.Conn {
	return &unread{Conn: conn, r: io.MultiReader(bytes.NewReader(ahead), conn)}
}

type unread struct {
	net.Conn
	r io.Reader
}

func (c *unread) Read(p []byte) (int, error) { return c.r.Read(p) }

// CloseWrite closes the writing side; reading still works.
func (c *unread) CloseWrite() error { return CloseWrite(c.Conn) }

// CloseWrite closes the writing side of a connection, or both if they cannot be separated.
func CloseWrite(conn net.Conn) error {
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return conn.Close()
}
