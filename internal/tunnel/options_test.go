package tunnel_test

import (
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/tunnel"
	"github.com/twvoice/twvoice/internal/tunnel/edgetest"
)

func TestOptionsThatCannotWorkAreRefusedWithoutANetwork(t *testing.T) {
	t.Parallel()
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		change func(*tunnel.Options)
		exit   fault.Exit
		text   string
	}{
		{"no authtoken", func(o *tunnel.Options) { o.Authtoken = "" }, fault.Credentials, "authtoken"},
		{"a public URL without TLS", func(o *tunnel.Options) { o.URL = "http://mine.ngrok.app" }, fault.Usage, "mine.ngrok.app"},
		{"a public URL with a path", func(o *tunnel.Options) { o.URL = "mine.ngrok.app/voice" }, fault.Usage, "/voice"},
		{"a connect_url with a scheme", func(o *tunnel.Options) { o.ConnectURL = "https://edge.example" }, fault.Usage, "host:port"},
		{"a connect_url with an IPv6 address", func(o *tunnel.Options) { o.ConnectURL = "[::1]:443" }, fault.Usage, "IPv4"},
		{"a CA file that is missing", func(o *tunnel.Options) { o.ConnectCAs = empty + ".no" }, fault.Failed, "connect_cas"},
		{"a CA file without a certificate", func(o *tunnel.Options) { o.ConnectCAs = empty }, fault.Failed, "no certificate"},
		{"a proxy of an unknown kind", func(o *tunnel.Options) { o.ProxyURL = "ftp://proxy" }, fault.Failed, "ftp://proxy"},
		{"a proxy that is no URL", func(o *tunnel.Options) { o.ProxyURL = "proxy" }, fault.Usage, "proxy_url"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := tunnel.Options{Authtoken: edgetest.Token, ConnectURL: "127.0.0.1:1"}
			tt.change(&o)
			_, err := tunnel.Open(t.Context(), o)
			if err == nil || fault.ExitOf(err) != tt.exit || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("got %v, exit %d; want %q, exit %d", err, fault.ExitOf(err), tt.text, tt.exit)
			}
		})
	}
}

func TestConnectionUsesTheProxy(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*tunnel.Options, *url.URL)
	}{
		{"that the options name", func(o *tunnel.Options, proxy *url.URL) { o.ProxyURL = proxy.String() }},
		{"that the environment names", func(o *tunnel.Options, proxy *url.URL) {
			o.Proxy = func(*url.URL) (*url.URL, error) { return proxy, nil }
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			edge := edgetest.New(t)
			proxy, err := url.Parse(edge.ProxyURL())
			if err != nil {
				t.Fatal(err)
			}
			o := options(edge)
			tt.change(&o, proxy)
			tun := open(t, o)
			serve(t, tun, echo)
			works(t, edge, tun.URL())
			if got := edge.Connects(); len(got) != 1 || got[0] != edge.Addr() {
				t.Errorf("the proxy was asked for %v, want %s", got, edge.Addr())
			}
		})
	}
}

func TestRefusingProxyIsNamedWithoutPassword(t *testing.T) {
	t.Parallel()
	edge := edgetest.New(t)
	o := options(edge)
	o.ConnectURL = "ngrok.invalid:443"
	o.ProxyURL = strings.Replace(edge.ProxyURL(), "://", "://me:s3cret@", 1)
	_, err := tunnel.Open(t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "502") || !strings.Contains(err.Error(), "proxy http://me:xxxxx@") {
		t.Errorf("got %v, want the proxy's 502", err)
	}
}

func TestStaticTunnelIsItsListener(t *testing.T) {
	t.Parallel()
	for name, public := range map[string]string{"with a public URL": "https://proxy.example/base/", "with none": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			var tun tunnel.Tunnel = tunnel.Static(public, ln)
			want := strings.TrimSuffix(public, "/")
			if public == "" {
				want = "http://" + ln.Addr().String()
			}
			if tun.URL() != want || tun.Addr() != ln.Addr() {
				t.Errorf("got %s at %s, want %s at %s", tun.URL(), tun.Addr(), want, ln.Addr())
			}
			if err := tun.Renew(t.Context()); err != nil {
				t.Errorf("renew: %v", err)
			}
			if err := tun.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
			if _, err := tun.Accept(); err == nil {
				t.Error("accept goes on after close")
			}
			if _, more := <-tun.Events(); more {
				t.Error("the events go on after close")
			}
		})
	}
}
