package upstream

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"

	"github.com/twvoice/twvoice/internal/userfile"
)

// TrustNamed makes this process trust the certificates in SSL_CERT_FILE, on the systems (a GOOS) where Go uses only the
// system's: Windows and macOS. It changes [http.DefaultTransport], which all clients of the program copy, so main must
// call it first. A file without certificates is ignored, as Go does on other systems; `twvoice doctor` reports it.
//
// Choice: there the file adds to what the system trusts. On Linux, where Go itself reads it, it replaces the system's
// roots.
func TrustNamed(goos string, getenv func(string) string) {
	stock, ok := http.DefaultTransport.(*http.Transport)
	if pool := named(goos, getenv); ok && pool != nil {
		stock.TLSClientConfig = &tls.Config{RootCAs: pool}
	}
}

// Roots returns the certificates that this process trusts after [TrustNamed], for clients that do not copy the default
// transport; nil means the system's.
func Roots() *x509.CertPool {
	stock, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return nil
	}
	if config := stock.Clone().TLSClientConfig; config != nil { // a clone, because the original changes its configuration on first use
		return config.RootCAs
	}
	return nil
}

func named(goos string, getenv func(string) string) *x509.CertPool {
	name := getenv("SSL_CERT_FILE")
	if name == "" || goos != "windows" && goos != "darwin" {
		return nil
	}
	text, err := userfile.ReadRegular(name, maxCertificates)
	if err != nil {
		return nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(text) {
		return nil
	}
	return pool
}

// maxCertificates limits a file of certificates, in bytes: a system's complete set has 200 kB.
const maxCertificates = 8 << 20
