package edgetest

import (
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// connectProxy is an HTTP proxy that supports only CONNECT.
type connectProxy struct {
	edge   *Edge
	ln     net.Listener
	server *http.Server

	mu    sync.Mutex
	asked []string
	conns map[net.Conn]struct{}
}

func (e *Edge) startProxy() (*connectProxy, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &connectProxy{edge: e, ln: ln, conns: make(map[net.Conn]struct{})}
	p.server = &http.Server{Handler: p, ReadHeaderTimeout: 10 * time.Second}
	e.served.Go(func() { _ = p.server.Serve(ln) })
	return p, nil
}

// Connects returns every address requested from the proxy so far.
func (e *Edge) Connects() []string {
	e.proxy.mu.Lock()
	defer e.proxy.mu.Unlock()
	return append([]string(nil), e.proxy.asked...)
}

// route returns the loopback address for a public one, or "".
func (e *Edge) route(address string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if s := e.sites[strings.TrimSuffix(address, ":443")]; s != nil {
		return s.ln.Addr().String()
	}
	if s := e.sites[address]; s != nil {
		return s.ln.Addr().String()
	}
	if host, _, err := net.SplitHostPort(address); err == nil && net.ParseIP(host).IsLoopback() {
		return address
	}
	return ""
}

// ServeHTTP handles CONNECT.
func (p *connectProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked = append(p.asked, r.Host)
	p.mu.Unlock()
	to := p.edge.route(r.Host)
	if r.Method != http.MethodConnect || to == "" {
		http.Error(w, "the edge's proxy leads nowhere else", http.StatusBadGateway)
		return
	}
	there, err := net.Dial("tcp", to)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	here, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		_ = there.Close()
		return
	}
	if _, err := io.WriteString(here, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil || !p.join(here, there) {
		_ = here.Close()
		_ = there.Close()
	}
}

// join copies between two connections until either ends. After close it returns false.
func (p *connectProxy) join(here, there net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.conns == nil {
		return false
	}
	p.conns[here], p.conns[there] = struct{}{}, struct{}{}
	p.edge.served.Go(func() { p.copy(here, there) })
	p.edge.served.Go(func() { p.copy(there, here) })
	return true
}

// copy closes both connections when one side ends.
func (p *connectProxy) copy(to, from net.Conn) {
	_, _ = io.Copy(to, from)
	p.drop(to, from)
}

func (p *connectProxy) drop(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range conns {
		_ = c.Close()
		delete(p.conns, c)
	}
}

func (p *connectProxy) close() {
	_ = p.server.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		_ = c.Close()
	}
	p.conns = nil
}
