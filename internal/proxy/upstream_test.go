package proxy_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/proxy"
)

// away is a proxy between us and the world. It leads every request to one place, and remembers what it was asked.
type away struct {
	addr string
	to   string // where every tunnel leads; "" refuses
	mu   sync.Mutex
	all  []string
}

func upstreamProxy(t *testing.T, to string) *away {
	t.Helper()
	a := &away{to: to}
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	a.addr = server.Listener.Addr().String()
	return a
}

func (a *away) seen() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.all)
}

func (a *away) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	line := r.Method + " " + r.RequestURI
	if pair, ok := strings.CutPrefix(r.Header.Get("Proxy-Authorization"), "Basic "); ok {
		user, _ := base64.StdEncoding.DecodeString(pair)
		line += " as " + string(user)
	}
	a.mu.Lock()
	a.all = append(a.all, line)
	a.mu.Unlock()
	if r.Method != http.MethodConnect {
		fmt.Fprint(w, "by the upstream proxy")
		return
	}
	if a.to == "" {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	there, err := net.Dial("tcp", a.to)
	if err != nil {
		return
	}
	defer there.Close()
	here, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer here.Close()
	_, _ = io.WriteString(here, "HTTP/1.1 200 OK\r\n\r\n")
	var both sync.WaitGroup
	both.Go(func() { _, _ = io.Copy(here, there); here.Close() })
	both.Go(func() { _, _ = io.Copy(there, here); there.Close() })
	both.Wait()
}

func TestOthersAreReachedByTheUpstreamProxy(t *testing.T) {
	t.Parallel()
	other := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "other") }))
	t.Cleanup(other.Close)
	local := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "local") }))
	t.Cleanup(local.Close)
	tests := []struct {
		name   string
		vars   []string // UP is replaced by the upstream's address
		target string
		want   []string // what the upstream was asked
		body   string
	}{
		{
			"https, with its password",
			[]string{"HTTPS_PROXY=http://me:s3cret@UP"},
			"https://example.com/",
			[]string{"CONNECT example.com:443 as me:s3cret"},
			"other",
		},
		{"https, in lower case", []string{"https_proxy=http://UP"}, "https://example.com/", []string{"CONNECT example.com:443"}, "other"},
		{
			"http, with its password",
			[]string{"HTTP_PROXY=http://me:s3cret@UP"},
			"http://example.com/x",
			[]string{"GET http://example.com/x as me:s3cret"},
			"by the upstream proxy",
		},
		{"one for all", []string{"ALL_PROXY=http://UP"}, "http://example.com/x", []string{"GET http://example.com/x"}, "by the upstream proxy"},
		{"loopback is near", []string{"HTTP_PROXY=http://UP", "HTTPS_PROXY=http://UP"}, local.URL, nil, "local"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			up := upstreamProxy(t, other.Listener.Addr().String())
			var environ []string
			for _, v := range tt.vars {
				environ = append(environ, strings.ReplaceAll(v, "UP", up.addr))
			}
			r := start(t, environ...)
			if _, body := get(t, r.client(other.Certificate()), tt.target); body != tt.body {
				t.Errorf("got %q, want %q", body, tt.body)
			}
			if diff := cmp.Diff(tt.want, up.seen()); diff != "" {
				t.Errorf("the upstream proxy was asked (-want +got):\n%s", diff)
			}
		})
	}
}

// far is a server by an address that is not loopback to those who choose a proxy, and reaches this machine all the same.
func far(t *testing.T) (target string) {
	t.Helper()
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "far") }))
	t.Cleanup(other.Close)
	_, port, _ := net.SplitHostPort(other.Listener.Addr().String())
	return "http://0.0.0.0:" + port + "/"
}

func TestNoProxyIsReachedDirectly(t *testing.T) {
	t.Parallel()
	up := upstreamProxy(t, "")
	target := far(t)
	for noProxy, want := range map[string]string{"0.0.0.0": "far", "other.example": "by the upstream proxy"} {
		r := start(t, "HTTP_PROXY=http://"+up.addr, "NO_PROXY="+noProxy)
		if _, body := get(t, r.client(), target); body != want {
			t.Errorf("NO_PROXY=%s: got %q, want %q", noProxy, body, want)
		}
	}
}

func TestRefusingUpstreamIsNamedWithoutPassword(t *testing.T) {
	t.Parallel()
	up := upstreamProxy(t, "")
	r := start(t, "HTTPS_PROXY=http://me:s3cret@"+up.addr)
	p := r.dial()
	p.send("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n")
	status, body := p.answer(http.MethodGet)
	if status != http.StatusBadGateway || !strings.Contains(body, "403 Forbidden") || strings.Contains(body, "s3cret") {
		t.Errorf("got %d %q", status, body)
	}
}

func TestOurOwnAddressIsNoUpstream(t *testing.T) {
	t.Parallel()
	ln := listen(t)
	p := proxy.New(http.NotFoundHandler(), openCA(t, t.TempDir()), proxy.Options{Environ: []string{"HTTP_PROXY=http://" + ln.Addr().String()}})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.Serve(ctx, ln) }()
	c := dial(t, ln.Addr().String())
	c.send("GET " + far(t) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
	if status, body := c.answer(http.MethodGet); status != http.StatusOK || body != "far" {
		t.Errorf("got %d %q", status, body)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func serve(t *testing.T, ca *proxy.CA, ln net.Listener) error {
	t.Helper()
	return proxy.New(http.NotFoundHandler(), ca, proxy.Options{}).Serve(t.Context(), ln)
}
