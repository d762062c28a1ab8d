package tunnel_test

import (
	"testing"

	"github.com/twvoice/twvoice/internal/tunnel"
)

func TestHostsOfTunnels(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"abc123.ngrok-free.app": true, "shop.ngrok.app": true, "calm-tree.trycloudflare.com": true, "ngrok.app.example.com": false, "example.com": false,
	} {
		if got := tunnel.IsTunnelHost(host); got != want {
			t.Errorf("%q: tunnel is %t, want %t", host, got, want)
		}
	}
}
