package upstream_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/upstream"
)

func TestEnvironmentNamesTheProxy(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, target, want string
		environ            []string
	}{
		{"none", "https://example.com", "", nil},
		{"https", "https://example.com", "http://secure", []string{"HTTP_PROXY=http://plain", "HTTPS_PROXY=http://secure"}},
		{"http", "http://example.com", "http://plain", []string{"HTTP_PROXY=http://plain", "HTTPS_PROXY=http://secure"}},
		{"lower case", "https://example.com", "http://lower", []string{"https_proxy=http://lower"}},
		{"upper case wins", "https://example.com", "http://upper", []string{"https_proxy=http://lower", "HTTPS_PROXY=http://upper"}},
		{"one for all", "https://example.com", "socks5://all", []string{"ALL_PROXY=socks5://all"}},
		{"its own before the one for all", "http://example.com", "http://plain", []string{"HTTP_PROXY=http://plain", "ALL_PROXY=http://all"}},
		{"a name that is near", "https://db.example.com", "", []string{"HTTPS_PROXY=http://secure", "NO_PROXY=example.com"}},
		{"loopback is near", "https://127.0.0.1:3000", "", []string{"HTTPS_PROXY=http://secure"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			target, err := url.Parse(tt.target)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			via, err := upstream.From(app.Env{Environ: tt.environ}.Getenv)(target)
			if via != nil {
				got = via.String()
			}
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

// stand runs a proxy of one connection.
func stand(t *testing.T, speak func(net.Conn, *bufio.Reader)) *url.URL {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn, err := ln.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		speak(conn, bufio.NewReader(conn))
	}()
	t.Cleanup(func() { ln.Close(); <-done })
	return &url.URL{Scheme: "http", Host: ln.Addr().String()}
}

func TestTargetDataAfterProxyAnswerIsKept(t *testing.T) {
	t.Parallel()
	asked := ""
	via := stand(t, func(conn net.Conn, in *bufio.Reader) {
		if r, err := http.ReadRequest(in); err == nil {
			asked = r.Method + " " + r.Host
		}
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n220 ready\n")
		_, _ = io.Copy(conn, in) // an echo
	})
	conn, err := upstream.Dial(t.Context(), via, "mail.example:25")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "quit\n")
	if err := upstream.CloseWrite(conn); err != nil { // half of it: the answer still comes
		t.Fatal(err)
	}
	if got, err := io.ReadAll(conn); err != nil || string(got) != "220 ready\nquit\n" || asked != "CONNECT mail.example:25" {
		t.Errorf("got %q, %v; the proxy was asked %q", got, err, asked)
	}
}

func TestSOCKSKnowsTheNameAndThePassword(t *testing.T) {
	t.Parallel()
	heard := ""
	via := stand(t, func(conn net.Conn, in *bufio.Reader) { // RFC 1928 and 1929, the least of it
		read := func(n int) string {
			b := make([]byte, n)
			_, _ = io.ReadFull(in, b)
			return string(b)
		}
		_ = read(4) // version, two methods: none and password
		_, _ = conn.Write([]byte{5, 2})
		heard += read(1 + 1 + 2 + 1 + 6)
		_, _ = conn.Write([]byte{1, 0})
		heard += read(4 + 1 + 11 + 2)
		_, _ = conn.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
		_, _ = io.WriteString(conn, "through")
	})
	via.Scheme, via.User = "socks5", url.UserPassword("me", "s3cret")
	conn, err := upstream.Dial(t.Context(), via, "example.com:443")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if got, err := io.ReadAll(conn); err != nil || string(got) != "through" {
		t.Errorf("got %q, %v", got, err)
	}
	if want := "\x01\x02me\x06s3cret" + "\x05\x01\x00\x03\x0bexample.com\x01\xbb"; heard != want {
		t.Errorf("the proxy heard %q, want %q", heard, want)
	}
}

func TestUselessProxyIsNamedWithoutPassword(t *testing.T) {
	t.Parallel()
	refusing := stand(t, func(conn net.Conn, in *bufio.Reader) {
		_, _ = http.ReadRequest(in)
		_, _ = io.WriteString(conn, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
	})
	refusing.User = url.UserPassword("me", "s3cret")
	tests := []struct {
		name string
		via  *url.URL
		want string
	}{
		{"it refuses", refusing, "CONNECT example.com:443: 407 Proxy Authentication Required"},
		{"it is of an unknown kind", &url.URL{Scheme: "ftp", Host: "proxy", User: url.UserPassword("me", "s3cret")}, "use http, https, socks5 or socks5h"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := upstream.Dial(t.Context(), tt.via, "example.com:443")
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "proxy "+tt.via.Scheme+"://me:xxxxx@") {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestSilentProxyTimesOut(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	via := stand(t, func(_ net.Conn, in *bufio.Reader) {
		_, _ = http.ReadRequest(in)
		cancel()
		_, _ = in.ReadByte() // until the other side leaves
	})
	if conn, err := upstream.Dial(ctx, via, "example.com:443"); err == nil {
		conn.Close()
		t.Error("got a connection")
	}
}
