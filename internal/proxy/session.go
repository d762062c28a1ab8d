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

// session is one Serve: its listener, and its running requests. It is safe for concurrent use.
type session struct {
	*Proxy
	ip      string // of the listener
	port    string
	public  bool // other machines can reach it
	way     func(*url.URL) (*url.URL, error)
	others  *http.Transport
	forward *httputil.ReverseProxy
	desk    *handoffListener

	mu      sync.Mutex
	closed  bool
	active  int
	running sync.WaitGroup
}

func (p *Proxy) newSession(addr net.Addr) *session {
	ip, port, _ := net.SplitHostPort(addr.String())
	s := &session{Proxy: p, ip: ip, port: port, public: public(ip), desk: newHandoffListener(addr)}
	named := upstream.From(app.Env{Environ: p.o.Environ, OS: runtime.GOOS}.Getenv)
	s.way = func(u *url.URL) (*url.URL, error) {
		via, err := named(u)
		if via != nil && s.isSelf(via.Host) {
			return nil, err // HTTP_PROXY is our own address, which would be a loop
		}
		return via, err
	}
	s.others = s.transport()
	s.forward = s.forwarder()
	return s
}

// enter counts a new request. It returns false if the proxy is full or closing. After true, the caller must call leave.
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

// close rejects new requests.
func (s *session) close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
}

// wait waits for the running requests.
func (s *session) wait() { s.running.Wait() }

// handoffListener is a listener for connections to Twilio, which the proxy passes to it.
type handoffListener struct {
	addr  net.Addr
	conns chan net.Conn
	gone  chan struct{}
	once  sync.Once
}

func newHandoffListener(addr net.Addr) *handoffListener {
	return &handoffListener{addr: addr, conns: make(chan net.Conn), gone: make(chan struct{})}
}

// hand passes a connection to Accept, or closes it if the listener is closed.
func (d *handoffListener) hand(conn net.Conn) {
	select {
	case d.conns <- conn:
	case <-d.gone:
		_ = conn.Close()
	}
}

// Accept returns the next connection.
func (d *handoffListener) Accept() (net.Conn, error) {
	select {
	case conn := <-d.conns:
		return conn, nil
	case <-d.gone:
		return nil, net.ErrClosed
	}
}

// Close ends Accept and closes waiting connections.
func (d *handoffListener) Close() error {
	d.once.Do(func() { close(d.gone) })
	return nil
}

// Addr returns the address of the proxy's listener.
func (d *handoffListener) Addr() net.Addr { return d.addr }
