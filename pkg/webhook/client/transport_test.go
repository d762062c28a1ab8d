package client

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// keeper answers each connection's first requests, and then does something else with the one that follows.
func keeper(answers int, then func(conn net.Conn)) script {
	return func(conn net.Conn) {
		defer conn.Close()
		in := bufio.NewReader(conn)
		for range answers {
			r, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			io.Copy(io.Discard, r.Body)
			io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 11\r\n\r\n<Response/>")
		}
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		io.Copy(io.Discard, r.Body)
		then(conn)
	}
}

// transportOver is a Transport whose connections are scripts.
func transportOver(n *network) *Transport {
	t := NewTransport(TransportOptions{Direct: true})
	t.kept.DialContext, t.fresh.DialContext = n.dial, n.dial
	return t
}

func TestTransportSendsAgainWhatMetADeadConnection(t *testing.T) {
	t.Parallel()
	closes := func(net.Conn) {}
	slowly := func(net.Conn) { time.Sleep(2 * time.Second) }
	begins := func(conn net.Conn) { io.WriteString(conn, "HTTP/1.1 2") }
	tests := []struct {
		name   string
		server []script
		dialed int32 // connections, of which the second request's is the last
		code   string
	}{
		{"closed before a byte of the answer", []script{keeper(1, closes), keeper(9, closes)}, 2, ""},
		{"the new connection is closed as well", []script{keeper(1, closes), keeper(0, closes)}, 2, "11205"},
		{"closed when the answer had begun", []script{keeper(1, begins), keeper(9, closes)}, 1, "11206"},
		{"closed after a time in which it was at work", []script{keeper(1, slowly), keeper(9, closes)}, 1, "11205"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				n := newNetwork(t, tt.server...)
				transport := transportOver(n)
				defer transport.CloseIdleConnections()
				c := New(Options{App: voiceURL, Transport: transport})
				fetchOnce(t, c, Request{URL: voiceURL})
				synctest.Wait()
				got := fetchOnce(t, c, Request{URL: voiceURL})
				if codeOf(got) != tt.code || n.dialed.Load() != tt.dialed {
					t.Errorf("got %+v over %d connections, want %q over %d", got.Failure, n.dialed.Load(), tt.code, tt.dialed)
				}
			})
		})
	}
}

// The first connection is new, so an application that closes it does so on purpose.
func TestTransportSendsOnceOnANewConnection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork(t, keeper(0, func(net.Conn) {}))
		got := fetchOnce(t, New(Options{App: voiceURL, Transport: transportOver(n)}), Request{URL: voiceURL})
		if codeOf(got) != "11205" || n.dialed.Load() != 1 {
			t.Errorf("got %+v over %d connections", got.Failure, n.dialed.Load())
		}
	})
}

// localhost is both loopback addresses, whatever the hosts file says.
func TestTransportReachesBothLoopbacks(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"127.0.0.1:0", "[::1]:0"} {
		ln, err := net.Listen("tcp", address)
		if err != nil {
			t.Skipf("no listener on %s: %v", address, err)
		}
		var asked atomic.Value
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked.Store(r.Host)
			w.Header().Set("Content-Type", "text/xml")
			io.WriteString(w, emptyTwiML)
		}))
		server.Listener.Close()
		server.Listener = ln
		server.Start()
		defer server.Close()
		_, port, _ := net.SplitHostPort(ln.Addr().String())
		to, err := ParseConnectTo("app.example=localhost:" + port)
		if err != nil {
			t.Fatal(err)
		}
		transport := NewTransport(TransportOptions{ConnectTo: []ConnectTo{to}})
		defer transport.CloseIdleConnections()
		target := "http://localhost:" + port + "/voice"
		for _, u := range []string{target, strings.Replace(target, "http:", "https:", 1), "https://app.example/voice"} {
			c := New(Options{App: "http://unused.example/", Transport: transport, ConnectTo: []ConnectTo{to}})
			got := fetchOnce(t, c, Request{URL: u})
			if host := strings.Split(u, "/")[2]; got.Status != http.StatusOK || asked.Load() != host {
				t.Errorf("%s at %s: got %d %+v, Host %v", u, ln.Addr(), got.Status, got.Failure, asked.Load())
			}
		}
	}
}

func TestDialerTellsThatNoOneListens(t *testing.T) {
	t.Parallel()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	ln.Close()
	d := dialer{}
	if conn, err := d.dial(context.Background(), "tcp", "localhost:"+port); err == nil {
		conn.Close()
		t.Error("got a connection")
	} else if networkCode(err) != "11202" {
		t.Errorf("got %v, want 11202", err)
	}
}
