package proxy_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/proxy"
)

// rig is a proxy that runs on loopback, before an API that remembers what it was asked.
type rig struct {
	t    *testing.T
	ca   *proxy.CA
	addr string
	// vars are what COMMAND would get.
	vars []string
	// end stops the proxy, and returns when nothing of it runs.
	end func() error

	mu    sync.Mutex
	asked []string
	notes []string
}

// ServeHTTP is the API: it says what it saw.
func (r *rig) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	body, _ := io.ReadAll(q.Body)
	r.mu.Lock()
	r.asked = append(r.asked, q.Method+" "+q.Host+q.URL.String())
	r.mu.Unlock()
	fmt.Fprintf(w, "%s %s %s %s %q", q.Proto, q.Method, q.Host, q.URL, body)
}

func (r *rig) note(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.notes = append(r.notes, fmt.Sprintf(format, args...))
}

func (r *rig) seen() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.asked)
}

func (r *rig) told() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.notes, "\n")
}

// start runs a proxy whose own environment is environ.
func start(t *testing.T, environ ...string) *rig {
	t.Helper()
	return startWith(t, nil, environ...)
}

// startWith runs a proxy before another API. At its end it waits for requests as long as the test may take.
func startWith(t *testing.T, api http.Handler, environ ...string) *rig {
	t.Helper()
	return run(t, api, time.Minute, environ...)
}

func run(t *testing.T, api http.Handler, grace time.Duration, environ ...string) *rig {
	t.Helper()
	r := &rig{t: t, ca: openCA(t, t.TempDir())}
	if api == nil {
		api = r
	}
	ln := listen(t)
	r.addr = ln.Addr().String()
	environment, err := r.ca.Environment(r.addr, environ)
	if err != nil {
		t.Fatal(err)
	}
	r.vars = environment.Vars
	ctx, cancel := context.WithCancel(t.Context())
	p := proxy.New(api, r.ca, proxy.Options{Environ: environ, Notef: r.note})
	p.SetGrace(grace)
	ended := make(chan error, 1)
	go func() { ended <- p.Serve(ctx, ln) }()
	r.end = sync.OnceValue(func() error { cancel(); return <-ended })
	t.Cleanup(func() {
		if err := r.end(); err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return r
}

func openCA(t *testing.T, dir string) *proxy.CA {
	t.Helper()
	ca, err := proxy.OpenCA(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return ca
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	return ln
}

// getenv reads what COMMAND would read.
func (r *rig) getenv(name string) string { return app.Env{Environ: r.vars}.Getenv(name) }

// client is an application that does what the variables say: the proxy, and the file of certificates. Unlike Go's own it
// asks the proxy for loopback as well, because loopback is all that there is in a test. roots are trusted besides.
func (r *rig) client(roots ...*x509.Certificate) *http.Client {
	r.t.Helper()
	via, err := url.Parse(r.getenv("HTTPS_PROXY"))
	if err != nil {
		r.t.Fatal(err)
	}
	transport := &http.Transport{
		Proxy:             http.ProxyURL(via),
		TLSClientConfig:   &tls.Config{RootCAs: r.pool(roots...)},
		ForceAttemptHTTP2: true,
	}
	r.t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: time.Minute}
}

func (r *rig) pool(roots ...*x509.Certificate) *x509.CertPool {
	r.t.Helper()
	content, err := os.ReadFile(r.getenv("SSL_CERT_FILE"))
	if err != nil {
		r.t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(content) {
		r.t.Fatal("SSL_CERT_FILE names a file without certificates")
	}
	for _, root := range roots {
		pool.AddCert(root)
	}
	return pool
}

// dial is a bare connection to the proxy.
func (r *rig) dial() *peer { return dial(r.t, r.addr) }

// peer is a bare connection that is spoken to line by line.
type peer struct {
	*net.TCPConn
	t  *testing.T
	in *bufio.Reader
}

func dial(t *testing.T, addr string) *peer {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	return newPeer(t, conn)
}

func newPeer(t *testing.T, conn net.Conn) *peer {
	t.Cleanup(func() { conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(time.Minute)) // a test that hangs says where
	return &peer{TCPConn: conn.(*net.TCPConn), t: t, in: bufio.NewReader(conn)}
}

func (p *peer) send(text string) {
	p.t.Helper()
	if _, err := io.WriteString(p.TCPConn, text); err != nil {
		p.t.Fatal(err)
	}
}

// answer is the response to a request that was sent, with its body.
func (p *peer) answer(method string) (status int, body string) {
	p.t.Helper()
	resp, err := http.ReadResponse(p.in, &http.Request{Method: method})
	if err != nil {
		p.t.Fatal(err)
	}
	if method == http.MethodConnect && resp.StatusCode == http.StatusOK {
		return resp.StatusCode, ""
	}
	content, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return resp.StatusCode, string(content)
}

// connect asks for a tunnel and wants it.
func (p *peer) connect(target string) {
	p.t.Helper()
	p.send("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n")
	if status, body := p.answer(http.MethodConnect); status != http.StatusOK {
		p.t.Fatalf("CONNECT %s: %d %s", target, status, body)
	}
}

// rest reads until the other side has no more to say.
func (p *peer) rest() string {
	p.t.Helper()
	content, err := io.ReadAll(p.in)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(content)
}

func get(t *testing.T, c *http.Client, target string) (*http.Response, string) {
	t.Helper()
	resp, err := c.Get(target)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}
