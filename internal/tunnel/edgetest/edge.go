// Package edgetest is a fake of ngrok's service on loopback, for tests only: agents connect to it with the real
// ngrok-go, and their endpoints are reached over https.
//
// It implements what ngrok-go's source expects of its peer, and the few pages that ngrok documents. ngrok's real texts,
// limits and timings need the live test of package tunnel. It dials and listens on loopback only.
package edgetest

import (
	"crypto/tls"
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

// Edge is one running edge. Make one with [New] or [Start]. All methods are safe for concurrent use.
type Edge struct {
	ca     *authority
	caFile string
	agents net.Listener // where agents connect, in TLS
	proxy  *connectProxy
	client *http.Client
	served sync.WaitGroup // every goroutine of the edge

	mu       sync.Mutex
	closed   bool
	changed  chan struct{} // closed and replaced whenever a field below changes
	faults   faults
	sessions map[*session]struct{}
	sites    map[string]*site    // by public host; they stay when their endpoint goes
	online   map[string]*binding // by public host
	urls     map[string]string   // the URL of each bind token
	moved    map[string]bool     // URLs that a rebind does not restore
	domain   string              // the URL for agents that request none
	serial   int
	auths    []Auth
	binds    []Bind
	streams  int // number of client connections passed to agents
}

// New starts an edge that lives as long as the test.
func New(tb testing.TB) *Edge {
	tb.Helper()
	e, err := Start(tb.TempDir())
	if err != nil {
		tb.Fatalf("start the edge: %v", err)
	}
	tb.Cleanup(e.Close)
	return e
}

// Start starts an edge and writes the certificate of its CA into dir. The caller must close it.
func Start(dir string) (*Edge, error) {
	ca, err := newAuthority()
	if err != nil {
		return nil, fmt.Errorf("make a CA: %w", err)
	}
	e := &Edge{
		ca:       ca,
		caFile:   filepath.Join(dir, "edge-ca.pem"),
		changed:  make(chan struct{}),
		sessions: make(map[*session]struct{}),
		sites:    make(map[string]*site),
		online:   make(map[string]*binding),
		urls:     make(map[string]string),
		moved:    make(map[string]bool),
	}
	e.client = e.newClient()
	if err := os.WriteFile(e.caFile, ca.pem, 0o600); err != nil {
		return nil, err
	}
	if err := e.listen(); err != nil {
		e.Close()
		return nil, err
	}
	return e, nil
}

func (e *Edge) listen() error {
	cert, err := e.ca.leaf("localhost")
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	e.agents = tls.NewListener(ln, &tls.Config{Certificates: []tls.Certificate{cert}})
	e.served.Go(e.acceptAgents)
	if e.proxy, err = e.startProxy(); err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.domain, err = e.freshURL()
	return err
}

// acceptAgents serves each agent that connects until the edge closes.
func (e *Edge) acceptAgents() {
	for {
		conn, err := e.agents.Accept()
		if err != nil {
			return
		}
		if s := e.admit(conn); s != nil {
			e.served.Go(s.serve)
		}
	}
}

// Addr returns the address for agents, "127.0.0.1:port": ngrok's connect_url.
func (e *Edge) Addr() string { return e.agents.Addr().String() }

// CAFile returns the path of a PEM file with the edge's CA: ngrok's connect_cas, and SSL_CERT_FILE for a process that
// calls the public URLs.
func (e *Edge) CAFile() string { return e.caFile }

// ProxyURL returns the URL of an HTTP proxy (CONNECT only) that reaches every public URL of the edge, and loopback. As
// HTTPS_PROXY it makes https://name.ngrok.app reachable for another process.
func (e *Edge) ProxyURL() string { return "http://" + e.proxy.ln.Addr().String() }

// Close takes everything offline and waits until nothing of the edge runs. Further calls do nothing.
func (e *Edge) Close() {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return
	}
	e.closed = true
	sites := maps.Clone(e.sites)
	e.mu.Unlock()

	if e.agents != nil {
		_ = e.agents.Close()
	}
	e.DropSessions()
	for _, s := range sites {
		_ = s.server.Close()
	}
	if e.proxy != nil {
		e.proxy.close()
	}
	e.client.CloseIdleConnections()
	e.served.Wait()
}

// notify wakes waiters for a change. It needs e.mu.
func (e *Edge) notify() {
	close(e.changed)
	e.changed = make(chan struct{})
}

// Online returns the public URLs that answer now, sorted.
func (e *Edge) Online() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	var urls []string
	for host := range e.online {
		urls = append(urls, "https://"+host)
	}
	slices.Sort(urls)
	return urls
}
