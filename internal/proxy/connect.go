package proxy

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/twvoice/twvoice/internal/upstream"
)

// connect handles CONNECT. It does not read tunneled data for other hosts.
func (s *session) connect(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	host, port, err := net.SplitHostPort(r.Host)
	if err != nil || host == "" || port == "" {
		refuse(w, http.StatusBadRequest, "CONNECT %q: expected a host and a port", r.Host)
		return
	}
	if s.isSelf(r.Host) {
		refuse(w, http.StatusLoopDetected, "CONNECT %s leads back to this proxy: request it without CONNECT", r.Host)
		return
	}
	if isTwilio(r.Host) {
		if conn := accept(w); conn != nil {
			s.intercept(ctx, conn, hostOf(r.Host))
		}
		return
	}
	if !isLocal(r) {
		refuse(w, http.StatusForbidden, "CONNECT %s is not for Twilio: requests of other machines are not passed on", r.Host)
		return
	}
	there, err := s.dial(ctx, r.Host, port)
	if err != nil {
		refuse(w, http.StatusBadGateway, "could not reach %s: %v", r.Host, err)
		return
	}
	if here := accept(w); here != nil {
		join(ctx, here, there)
		return
	}
	_ = there.Close()
}

// dial connects to another host, through the upstream proxy if the environment sets one.
func (s *session) dial(ctx context.Context, address, port string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	scheme := "https"
	if port == "80" {
		scheme = "http" // some clients, such as Node's fetch, tunnel plain http too
	}
	via, err := s.way(&url.URL{Scheme: scheme, Host: address})
	if err != nil {
		return nil, err
	}
	return upstream.Dial(ctx, via, address)
}

// accept answers CONNECT with success. It returns nil if the client has gone or its protocol has no tunnels.
func accept(w http.ResponseWriter) net.Conn {
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		refuse(w, http.StatusHTTPVersionNotSupported, "CONNECT: %v", err)
		return nil
	}
	_ = conn.SetDeadline(time.Time{}) // removes the server's deadline for headers
	if _, err := io.WriteString(conn, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		_ = conn.Close()
		return nil
	}
	return upstream.Rest(conn, buffered.Reader)
}

// join copies in both directions until both end. A side that has finished sending can still receive.
func join(ctx context.Context, here, there net.Conn) {
	cut := func() {
		_ = here.Close()
		_ = there.Close()
	}
	defer cut()
	defer context.AfterFunc(ctx, cut)()
	var both sync.WaitGroup
	both.Go(func() { copyThenCut(here, there, cut) })
	both.Go(func() { copyThenCut(there, here, cut) })
	both.Wait()
}

func copyThenCut(to, from net.Conn, cut func()) {
	_, err := io.Copy(to, from)
	if err != nil || upstream.CloseWrite(to) != nil {
		cut() // the other direction must not wait for data that cannot be delivered
	}
}

// intercept passes a connection to the server for Twilio. From then on, that server's limits apply, not ctx.
func (s *session) intercept(ctx context.Context, conn net.Conn, host string) {
	ctx, cancel := context.WithTimeout(ctx, helloTimeout)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	known, err := s.open(ctx, conn, host)
	stop()
	if err != nil {
		_ = conn.Close()
		s.o.Notef("%s: %v", host, err)
		return
	}
	s.desk.hand(known)
}

// open detects TLS or plain http and does the handshake.
func (s *session) open(ctx context.Context, conn net.Conn, host string) (net.Conn, error) {
	first := make([]byte, 1)
	if _, err := io.ReadFull(conn, first); err != nil {
		return conn, nil // the client sent nothing; the server will see the same
	}
	conn = upstream.Unread(conn, first)
	if first[0] != recordHandshake {
		return conn, nil
	}
	config, err := s.ca.config(host)
	if err != nil {
		return nil, err
	}
	secure := tls.Server(conn, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		return nil, fmt.Errorf("TLS handshake: %w (does the application trust the file that NODE_EXTRA_CA_CERTS or SSL_CERT_FILE names?)", err)
	}
	return secure, nil
}

// recordHandshake is the first byte of TLS (RFC 8446, 5.1). No HTTP method begins with it.
const recordHandshake = 0x16
