package proxy_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/proxy"
)

// lan is a loopback listener that reports addresses of a network, for itself and its clients.
type lan struct {
	net.Listener
	here, there string // addresses without a port
}

type lanConn struct {
	net.Conn
	here, there net.Addr
}

func (l lan) Addr() net.Addr { return l.named(l.here, l.Listener.Addr()) }

func (l lan) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return lanConn{Conn: conn, here: l.named(l.here, conn.LocalAddr()), there: l.named(l.there, conn.RemoteAddr())}, nil
}

func (c lanConn) LocalAddr() net.Addr  { return c.here }
func (c lanConn) RemoteAddr() net.Addr { return c.there }

func (lan) named(ip string, as net.Addr) net.Addr {
	return &net.TCPAddr{IP: net.ParseIP(ip), Port: as.(*net.TCPAddr).Port}
}

// neighbor runs a proxy that listens on 192.0.2.1, for clients from the address there.
func neighbor(t *testing.T, there string) *rig {
	t.Helper()
	r := &rig{t: t, ca: openCA(t, t.TempDir())}
	ln := listen(t)
	r.addr = ln.Addr().String()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	p := proxy.New(r, r.ca, proxy.Options{Notef: r.note})
	p.SetGrace(time.Minute)
	go func() { ended <- p.Serve(ctx, lan{Listener: ln, here: "192.0.2.1", there: there}) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return r
}

func TestForOtherMachinesNothingIsPassedOn(t *testing.T) {
	t.Parallel()
	other := listen(t).Addr().String()
	tests := []struct {
		name, from, request string
		status              int
		want                string
	}{
		{"a tunnel for another machine", "192.0.2.7", "CONNECT " + other + " HTTP/1.1\r\nHost: " + other + "\r\n\r\n", http.StatusForbidden, "requests of other machines are not passed on"},
		{"plain http for another machine", "192.0.2.7", "GET http://" + other + "/ HTTP/1.1\r\nHost: " + other + "\r\n\r\n", http.StatusForbidden, "requests of other machines are not passed on"},
		{"a tunnel to Twilio for another machine", "192.0.2.7", "CONNECT api.twilio.com:443 HTTP/1.1\r\nHost: api.twilio.com:443\r\n\r\n", http.StatusOK, ""},
		{"Twilio in plain http for another machine", "192.0.2.7", "GET http://api.twilio.com/x HTTP/1.1\r\nHost: api.twilio.com\r\n\r\n", http.StatusOK, "GET api.twilio.com /x"},
		{"a tunnel for this machine, by loopback", "127.0.0.1", "CONNECT " + other + " HTTP/1.1\r\nHost: " + other + "\r\n\r\n", http.StatusOK, ""},
		{"a tunnel for this machine, by its own address", "192.0.2.1", "CONNECT " + other + " HTTP/1.1\r\nHost: " + other + "\r\n\r\n", http.StatusOK, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := neighbor(t, tt.from).dial()
			p.send(tt.request)
			method, _, _ := strings.Cut(tt.request, " ")
			if status, body := p.answer(method); status != tt.status || !strings.Contains(body, tt.want) {
				t.Errorf("got %d %q, want %d %q", status, body, tt.status, tt.want)
			}
		})
	}
}

// An untrusted page can point its own name to any address, but it cannot use a name that cannot be registered.
func TestOtherMachinesUseUnregistrableNames(t *testing.T) {
	t.Parallel()
	r := neighbor(t, "192.0.2.7")
	got := map[string]int{}
	want := map[string]int{
		"192.0.2.1:4010": 200, "[2001:db8::1]:4010": 200, "twilio:4010": 200, "host.docker.internal:4010": 200, "emulator.default.svc.cluster.local": 200, "localhost:4010": 200,
		"evil.example:4010": 421, "192.0.2.1.evil.example": 421, "internal.example": 421, "": 421,
	}
	for host := range want {
		p := r.dial()
		p.send("GET /x HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
		got[host], _ = p.answer(http.MethodGet)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("status by name (-want +got):\n%s", diff)
	}
}

// An upstream that is the listener itself, by the address that it listens on, would be a circle.
func TestTunnelToOwnNetworkAddressIsALoop(t *testing.T) {
	t.Parallel()
	r := neighbor(t, "192.0.2.1")
	_, port, _ := net.SplitHostPort(r.addr)
	p := r.dial()
	p.send("CONNECT 192.0.2.1:" + port + " HTTP/1.1\r\nHost: x\r\n\r\n")
	if status, body := p.answer(http.MethodGet); status != http.StatusLoopDetected {
		t.Errorf("got %d %q", status, body)
	}
}
