package client

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
)

// upgrades reports whether a request asks for a WebSocket.
func upgrades(req *http.Request) bool {
	return strings.EqualFold(req.Header.Get("Upgrade"), "websocket")
}

// upgrade passes a request to a server for one connection that exists in memory only. If the handler
// upgrades, the connection lasts until one side closes it.
func (t inMemory) upgrade(req *http.Request) (*http.Response, error) {
	here, there := net.Pipe()
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if req.URL.Scheme == "https" { // as a server with TLS gets it
			r.TLS = &tls.ConnectionState{Version: tls.VersionTLS13, HandshakeComplete: true, ServerName: req.URL.Hostname()}
		}
		t.handler.ServeHTTP(w, r)
	})}
	listener := &oneConn{conn: there, closed: make(chan struct{})}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(listener) // its error says that the listener was closed
	}()
	line := &memoryConn{Conn: here, read: bufio.NewReader(here), hangUp: func() {
		_ = listener.Close()
		<-ended
	}}
	abandoned := make(chan struct{})
	stop := make(chan struct{})
	go func() {
		defer close(abandoned)
		select {
		case <-req.Context().Done():
			_ = here.Close()
		case <-stop:
		}
	}()
	response, err := line.exchange(req)
	close(stop)
	<-abandoned
	switch {
	case err != nil && req.Context().Err() != nil:
		_ = line.Close()
		return nil, req.Context().Err()
	case err != nil:
		_ = line.Close()
		return nil, err
	case response.StatusCode == http.StatusSwitchingProtocols:
		response.Body = line
	default:
		response.Body = struct {
			io.Reader
			io.Closer
		}{response.Body, line}
	}
	return response, nil
}

// memoryConn is the client's end of a connection in memory.
type memoryConn struct {
	net.Conn
	read   *bufio.Reader
	hangUp func() // ends the server
}

// exchange writes a request and reads the head of its response.
func (c *memoryConn) exchange(req *http.Request) (*http.Response, error) {
	if err := req.Write(c.Conn); err != nil {
		return nil, err
	}
	return http.ReadResponse(c.read, req)
}

// Read reads what the handler has sent.
func (c *memoryConn) Read(p []byte) (int, error) { return c.read.Read(p) }

// Close closes the connection and ends its server. A handler that has not returned notices it when
// it reads or writes.
func (c *memoryConn) Close() error {
	err := c.Conn.Close()
	c.hangUp()
	return err
}

// oneConn is a listener for one connection.
type oneConn struct {
	conn   net.Conn
	mu     sync.Mutex
	taken  bool
	once   sync.Once
	closed chan struct{}
}

// Accept returns the connection, and then waits for Close.
func (l *oneConn) Accept() (net.Conn, error) {
	l.mu.Lock()
	first := !l.taken
	l.taken = true
	l.mu.Unlock()
	if first {
		return l.conn, nil
	}
	<-l.closed
	return nil, net.ErrClosed
}

// Close ends Accept. It can be called more than once.
func (l *oneConn) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// Addr returns the address of the connection.
func (l *oneConn) Addr() net.Addr { return l.conn.LocalAddr() }
