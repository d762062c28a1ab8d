package proxy

import (
	"crypto/tls"
	"crypto/x509"
	"time"
)

// SetGrace is how long requests under way may take at the end.
func (p *Proxy) SetGrace(d time.Duration) { p.grace = d }

// Issue signs a certificate for any name, as a thief of the key would.
func (ca *CA) Issue(host string) (tls.Certificate, error) { return ca.issue(host, ca.now()) }

// Sign signs a certificate that the caller has written.
func (ca *CA) Sign(template *x509.Certificate) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(nil, template, ca.cert, ca.key.Public(), ca.key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

// Certificate is the CA's own.
func (ca *CA) Certificate() *x509.Certificate { return ca.cert }

// SetPlaces says where the system's certificates are to be looked for.
func (ca *CA) SetPlaces(places ...string) { ca.places = places }
