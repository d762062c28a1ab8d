package proxy_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEmulatorAnswersEveryFormOfRequest(t *testing.T) {
	t.Parallel()
	away := upstreamProxy(t, "") // whatever leaves, leaves by this one
	r := start(t, "HTTP_PROXY=http://"+away.addr, "HTTPS_PROXY=http://"+away.addr)
	tests := []struct{ name, target, want string }{
		{
			"https through a tunnel", "https://api.twilio.com/2010-04-01/Accounts.json?PageSize=1",
			`HTTP/2.0 GET api.twilio.com /2010-04-01/Accounts.json?PageSize=1 ""`,
		},
		{"https on another port", "https://api.twilio.com:8443/x", `HTTP/2.0 GET api.twilio.com:8443 /x ""`},
		{"the bare name", "https://twilio.com/", `HTTP/2.0 GET twilio.com / ""`},
		{"a name with region and edge", "https://api.dublin.ie1.twilio.com/x", `HTTP/2.0 GET api.dublin.ie1.twilio.com /x ""`},
		{"plain http", "http://api.twilio.com/x%2Fy", `HTTP/1.1 GET api.twilio.com /x%2Fy ""`},
		{"the listener itself, through itself", "http://" + r.addr + "/x", `HTTP/1.1 GET ` + r.addr + ` /x ""`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, got := get(t, r.client(), tt.target); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	for _, target := range []string{"https://twilio.com.example/", "https://nottwilio.com/", "http://example.com/"} {
		if resp, err := r.client().Get(target); err == nil { // the upstream refuses what it is asked for
			resp.Body.Close()
		}
	}
	want := []string{"CONNECT twilio.com.example:443", "CONNECT nottwilio.com:443", "GET http://example.com/"}
	if diff := cmp.Diff(want, away.seen()); diff != "" {
		t.Errorf("what left the machine (-want +got):\n%s", diff)
	}
}

func TestEmulatorAnswersWithoutProxy(t *testing.T) {
	t.Parallel()
	r := start(t)
	_, body := get(t, http.DefaultClient, "http://"+r.addr+"/2010-04-01/Accounts.json")
	if want := "HTTP/1.1 GET " + r.addr + ` /2010-04-01/Accounts.json ""`; body != want {
		t.Errorf("got %s, want %s", body, want)
	}
}

func TestProxyHeadersDoNotReachTheEmulator(t *testing.T) {
	t.Parallel()
	var header http.Header
	r := startWith(t, http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		header = q.Header.Clone()
		_, _ = io.Copy(w, q.Body)
	}))
	p := r.dial()
	p.send("POST http://api.twilio.com/x HTTP/1.1\r\nHost: api.twilio.com\r\nProxy-Connection: keep-alive\r\n" +
		"Proxy-Authorization: Basic eDp5\r\nAuthorization: Basic QUM6eA==\r\nContent-Length: 4\r\n\r\na=b1")
	if status, body := p.answer(http.MethodPost); status != http.StatusOK || body != "a=b1" {
		t.Errorf("got %d %q", status, body)
	}
	want := http.Header{"Authorization": {"Basic QUM6eA=="}, "Content-Length": {"4"}}
	if diff := cmp.Diff(want, header); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
}

func TestTwilioTunnelTakesPlainHTTP(t *testing.T) {
	t.Parallel()
	r := start(t)
	p := r.dial()
	p.connect("api.twilio.com:80")
	p.send("GET /x HTTP/1.1\r\nHost: api.twilio.com\r\n\r\n")
	if _, body := p.answer(http.MethodGet); body != `HTTP/1.1 GET api.twilio.com /x ""` {
		t.Errorf("got %s", body)
	}
}

func TestEarlyTunnelDataIsNotLost(t *testing.T) {
	t.Parallel()
	r := start(t)
	p := r.dial()
	p.send("CONNECT api.twilio.com:80 HTTP/1.1\r\nHost: api.twilio.com:80\r\n\r\nGET /x HTTP/1.1\r\nHost: api.twilio.com\r\n\r\n")
	if status, _ := p.answer(http.MethodConnect); status != http.StatusOK {
		t.Fatalf("got %d", status)
	}
	if _, body := p.answer(http.MethodGet); body != `HTTP/1.1 GET api.twilio.com /x ""` {
		t.Errorf("got %s", body)
	}
}

func TestProxyRejectsMisdirectedRequests(t *testing.T) {
	t.Parallel()
	r := start(t)
	_, port, _ := strings.Cut(r.addr, ":")
	tests := []struct {
		name, request string
		status        int
		want          string
	}{
		{
			"a page's own name that resolves to loopback", "GET /x HTTP/1.1\r\nHost: evil.example:" + port + "\r\n\r\n",
			http.StatusMisdirectedRequest, `twvoice: "evil.example:` + port + `" is not this machine or Twilio`,
		},
		{"no name at all", "GET /x HTTP/1.0\r\n\r\n", http.StatusMisdirectedRequest, ` is not this machine or Twilio`},
		{
			"a tunnel to the proxy itself", "CONNECT " + r.addr + " HTTP/1.1\r\nHost: " + r.addr + "\r\n\r\n",
			http.StatusLoopDetected, "leads back to this proxy",
		},
		{
			"a tunnel to itself by name", "CONNECT LocalHost:" + port + " HTTP/1.1\r\nHost: x\r\n\r\n",
			http.StatusLoopDetected, "leads back to this proxy",
		},
		{
			"a tunnel to itself by the unspecified address", "CONNECT 0.0.0.0:" + port + " HTTP/1.1\r\nHost: x\r\n\r\n",
			http.StatusLoopDetected, "leads back to this proxy",
		},
		{
			"a tunnel without a port", "CONNECT example.com HTTP/1.1\r\nHost: example.com\r\n\r\n",
			http.StatusBadRequest, "CONNECT \"example.com\": expected a host and a port",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := r.dial()
			p.send(tt.request)
			if status, body := p.answer(http.MethodGet); status != tt.status || !strings.Contains(body, tt.want) {
				t.Errorf("got %d %q, want %d %q", status, body, tt.status, tt.want)
			}
		})
	}
	if got := r.seen(); got != nil {
		t.Errorf("the API was asked %v", got)
	}
}

func TestTwilioTunnelLeadsOnlyToTheEmulator(t *testing.T) {
	t.Parallel()
	r := start(t)
	p := r.dial()
	p.connect("api.twilio.com:443")
	conn := tls.Client(p.TCPConn, &tls.Config{RootCAs: r.pool(), ServerName: "api.twilio.com"})
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, 12)
	if _, err := io.ReadFull(conn, answer); err != nil || string(answer) != "HTTP/1.1 421" {
		t.Errorf("got %q, %v", answer, err)
	}
}

func TestUntrustedCAIsReported(t *testing.T) {
	t.Parallel()
	r := start(t)
	c := r.client()
	c.Transport.(*http.Transport).TLSClientConfig.RootCAs = x509.NewCertPool()
	if _, err := c.Get("https://api.twilio.com/"); err == nil {
		t.Fatal("it trusts us all the same")
	}
	if err := r.end(); err != nil {
		t.Fatal(err)
	}
	if got := r.told(); !strings.Contains(got, "api.twilio.com: TLS handshake: ") || !strings.Contains(got, "NODE_EXTRA_CA_CERTS") {
		t.Errorf("told %q", got)
	}
}
