package proxy

import (
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"runtime"
	"sync"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/upstream"
)

// session is one Serve: where it listens, and what is under way. Safe for concurrent use.
type session struct {
	*Proxy
	ip      string // the listener's own
	port    string
	public  bool // other machines can reach it
	way     func(*url.URL) (*url.URL, error)
	others  *http.Transport
	forward *httputil.ReverseProxy
	desk    *desk

	mu      sync.Mutex
	closed  bool
	active  int
	running sync.WaitGroup
}

func (p *Proxy) newSession(addr net.Addr) *session {
	ip, port, _ := net.SplitHostPort(addr.String())
	s := &session{Proxy: p, ip: ip, port: port, public: public(ip), desk: newDesk(addr)}
	named := upstream.From(app.Env{Environ: p.o.Environ, OS: runtime.GOOS}.Getenv)
	s.way = func(u *url.URL) (*url.URL, error) {
		via, err := named(u)
		if via != nil && s.own(via.Host) {
			return nil, err // the shell has our own address in HTTP_PROXY: it would be a circle
		}
		return via, err
	}
	s.others = s.transport()
	s.forward = s.forwarder()
	return s
}

// enter counts one request in; false: the proxy is full, or at its end. Whoever is in calls leave.
func (s *session) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.active >= maxAtOnce {
		return false
	}
	s.active++
	s.running.Add(1)
	return true
}

func (s *session) leave() {
	s.mu.Lock()
	s.active--
	s.mu.Unlock()
	s.running.Done()
}

// close lets nobody in any more.
func (s *session) close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
}

// wait waits for those who are in.
func (s *session) wait() { s.running.Wait() }

// desk is the listener that connections to Twilio are handed to, once it is known that they are.
type desk struct {
	addr  net.Addr
	conns chan net.Conn
	gone  chan struct{}
	once  sync.Once
}

func newDesk(addr net.Addr) *desk {
	return &desk{addr: addr, conns: make(chan net.Conn), gone: make(chan struct{})}
}

// hand reports whether somebody takes the connection; otherwise it is closed.
func (d *desk) hand(conn net.Conn) {
	select {
	case d.conns <- conn:
	case <-d.gone:
		_ = conn.Close()
	}
}

// Accept is the next connection.
func (d *desk) Accept() (net.Conn, error) {
	select {
	case conn := <-d.conns:
		return conn, nil
	case <-d.gone:
		return nil, net.ErrClosed
	}
}

// Close sends everybody away.
func (d *desk) Close() error {
	d.once.Do(func() { close(d.gone) })
	return nil
}

// Addr is where the connections come in.
func (d *desk) Addr() net.Addr { return d.addr }
