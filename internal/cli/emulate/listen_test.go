package emulate

import (
	"net"
	"testing"

	"github.com/twvoice/twvoice/internal/app"
)

func TestFlagsOverrideTheEnvironment(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name         string
		typed        Options
		env          []string
		listen, seed string
	}{
		{"nothing is said", Options{}, nil, "127.0.0.1", ""},
		{"the image says it", Options{}, []string{"TWVOICE_LISTEN=0.0.0.0", "TWVOICE_SEED=/etc/twvoice/seed.yaml"}, "0.0.0.0", "/etc/twvoice/seed.yaml"},
		{"both say it", Options{Listen: "::1", Seed: "mine.yaml"}, []string{"TWVOICE_LISTEN=0.0.0.0", "TWVOICE_SEED=seed.yaml"}, "::1", "mine.yaml"},
	}
	for _, tt := range tests {
		got := tt.typed.with(app.Env{Environ: tt.env}.Getenv)
		if got.Listen != tt.listen || got.Seed != tt.seed {
			t.Errorf("%s: got %q and %q, want %q and %q", tt.name, got.Listen, got.Seed, tt.listen, tt.seed)
		}
	}
}

func TestEmulateTakesANearbyFreePort(t *testing.T) {
	t.Parallel()
	tests := []struct {
		ip, near string
		others   bool
	}{
		{"127.0.0.1", "127.0.0.1:4010", false},
		{"::1", "[::1]:4010", false},
		{"0.0.0.0", "127.0.0.1:4010", true},
		{"::", "[::1]:4010", true},
		{"192.0.2.1", "192.0.2.1:4010", true},
	}
	for _, tt := range tests {
		addr := &net.TCPAddr{IP: net.ParseIP(tt.ip), Port: 4010}
		if got := localAddress(addr); got != tt.near {
			t.Errorf("%s is found at %s, want %s", addr, got, tt.near)
		}
		if got := isPublic(addr); got != tt.others {
			t.Errorf("%s lets others in: got %v", addr, got)
		}
	}
}

func TestListenWantsAnIPAddress(t *testing.T) {
	t.Parallel()
	for address, ok := range map[string]bool{"127.0.0.1": true, "::": true, "": false, "localhost": false, "0.0.0.0:4010": false, "eth0": false} {
		if err := checkListen(address); (err == nil) != ok {
			t.Errorf("%q: got %v", address, err)
		}
	}
}
