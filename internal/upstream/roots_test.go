package upstream

import (
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

// E7: Go reads SSL_CERT_FILE itself on systems without their own certificate store.
func TestNamedIsWhatSSLCertFileAdds(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	dir := t.TempDir()
	file, empty := filepath.Join(dir, "ca.pem"), filepath.Join(dir, "empty.pem")
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	for name, text := range map[string][]byte{file: cert, empty: nil} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name, goos, file string
		trusts           bool
	}{
		{"Windows", "windows", file, true},
		{"macOS", "darwin", file, true},
		{"Linux reads it itself", "linux", file, false},
		{"not set", "windows", "", false},
		{"missing", "windows", filepath.Join(dir, "missing"), false},
		{"without a certificate", "windows", empty, false},
	} {
		pool := named(tt.goos, func(name string) string { return map[string]string{"SSL_CERT_FILE": tt.file}[name] })
		if (pool != nil) != tt.trusts {
			t.Errorf("%s: got %v", tt.name, pool)
		}
		if !tt.trusts {
			continue
		}
		if _, err := server.Certificate().Verify(x509.VerifyOptions{Roots: pool, DNSName: "example.com"}); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}
