package tunnel_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/twvoice/twvoice/internal/tunnel"
)

func TestAgentConfigIsReadInBothFormats(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		text string
		want tunnel.AgentConfig
	}{
		{
			"version 2 has its settings at the top",
			"version: \"2\"\nauthtoken: two\nregion: eu\nserver_addr: edge.example:443\nroot_cas: host\nproxy_url: http://proxy:3128\ntunnels:\n  web: {proto: http, addr: 80}\n",
			tunnel.AgentConfig{Authtoken: "two", ConnectURL: "edge.example:443", ConnectCAs: "host", ProxyURL: "http://proxy:3128"},
		},
		{
			"version 3 has them under agent",
			"version: 3\nagent:\n  authtoken: three\n  connect_url: edge.example:443\n  connect_cas: /etc/ca.pem\n  proxy_url: socks5://proxy:1080\nendpoints: []\n",
			tunnel.AgentConfig{Authtoken: "three", ConnectURL: "edge.example:443", ConnectCAs: "/etc/ca.pem", ProxyURL: "socks5://proxy:1080"},
		},
		{
			"a half migrated file is read with the new place first",
			"version: 3\nauthtoken: old\nagent:\n  authtoken: new\n",
			tunnel.AgentConfig{Authtoken: "new"},
		},
		{"an empty file says nothing", "", tunnel.AgentConfig{}},
		{"an agent without settings says nothing", "version: 3\nagent:\n", tunnel.AgentConfig{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "ngrok.yml")
			if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := tunnel.ReadAgentConfig([]string{filepath.Join(t.TempDir(), "missing.yml"), path})
			if err != nil {
				t.Fatalf("read: %v", err)
			}
			tt.want.Path = path
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestBrokenAgentConfigNamesItsLineAndNotTheToken(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a broken indentation":             "version: 3\nagent:\n  authtoken: s3cret\n connect_url: [\n",
		"a list where a text should stand": "version: 3\nagent:\n  authtoken: s3cret\n  proxy_url: [a, b]\n",
		"a text where a mapping should":    "version: 3\nauthtoken: s3cret\nagent: text\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "ngrok.yml")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := tunnel.ReadAgentConfig([]string{path})
			if err == nil || !strings.Contains(err.Error(), path+":") || strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want one line with %s:LINE", err, path)
			}
		})
	}
}

func TestNoAgentConfigIsNoError(t *testing.T) {
	t.Parallel()
	got, err := tunnel.ReadAgentConfig([]string{filepath.Join(t.TempDir(), "ngrok.yml")})
	if err != nil || got != (tunnel.AgentConfig{}) {
		t.Errorf("got %+v, %v, want nothing", got, err)
	}
}

func TestAgentConfigPathsFollowTheSystem(t *testing.T) {
	t.Parallel()
	home := filepath.Join("home", "me")
	tests := []struct {
		name, goos, xdg, local string
		want                   []string
	}{
		{"Linux has it in .config", "linux", "", "", []string{".config/ngrok/ngrok.yml", ".ngrok2/ngrok.yml"}},
		{"Linux follows XDG_CONFIG_HOME", "linux", filepath.Join(home, "xdg"), "", []string{"xdg/ngrok/ngrok.yml", ".ngrok2/ngrok.yml"}},
		{"a Mac has it in the Library", "darwin", "", "", []string{"Library/Application Support/ngrok/ngrok.yml", ".ngrok2/ngrok.yml"}},
		{"Windows has it in the local data", "windows", "", filepath.Join(home, "AppData"), []string{"AppData/ngrok/ngrok.yml", ".ngrok2/ngrok.yml"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var want []string
			for _, path := range tt.want {
				want = append(want, filepath.Join(home, filepath.FromSlash(path)))
			}
			if diff := cmp.Diff(want, tunnel.AgentConfigPaths(tt.goos, home, tt.xdg, tt.local)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
