package upstream

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"

	"github.com/twvoice/twvoice/internal/userfile"
)

// TrustNamed has this process trust what SSL_CERT_FILE names, on the systems (a GOOS) where Go asks the system alone: Windows and
// macOS. It changes [http.DefaultTransport], which all clients of the program begin as a copy of, and so is for main, before
// anything runs. A file without a certificate is left out, as Go does it elsewhere; `twvoice doctor` reports it.
//
// Choice: there the file adds to what the system trusts. On Linux, where Go itself reads it, it replaces the system's roots.
func TrustNamed(goos string, getenv func(string) string) {
	stock, ok := http.DefaultTransport.(*http.Transport)
	if pool := named(goos, getenv); ok && pool != nil {
		stock.TLSClientConfig = &tls.Config{RootCAs: pool}
	}
}

// Roots are the certificates that [TrustNamed] has had this process trust, for clients that begin with no copy; nil for the system's.
func Roots() *x509.CertPool {
	stock, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return nil
	}
	if config := stock.Clone().TLSClientConfig; config != nil { // the original writes to its own when it is first used
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

// maxCertificates is the size that a file of certificates may have, in bytes: a system's whole set has 200 kB.
const maxCertificates = 8 << 20
