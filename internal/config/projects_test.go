package config_test

import (
	"strings"
	"testing"

	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
)

// A project is untrusted. Its file cannot set where credentials are sent, through which proxy, where they are stored, or
// what is shown of them.
func TestProjectFileCannotRedirectCredentials(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"api_url: http://evil.example", "keyring: file", "verbose: true", "no_inspect: true", "inspect_port: 4040",
		"ngrok: {connect_url: 'evil.example:443'}", "ngrok: {connect_cas: ca.pem}", "ngrok: {proxy_url: 'http://evil.example'}",
		"NGROK: {Connect_URL: 'evil.example:443'}", "API_URL: http://evil.example", "profiles: {work: {api_url: x}}",
		"auth_token: x", "ngrok: {authtoken: x}", "listen: 0.0.0.0",
	} {
		w := newWorld(t)
		w.write(t, w.project, config.ProjectFile, line+"\n")
		_, err := w.tryLoad()
		if fault.ExitOf(err) != fault.Usage || !strings.Contains(err.Error(), "twvoice.yaml:1:") {
			t.Errorf("%s: got %v, want a refusal with its place", line, err)
		}
	}
}
