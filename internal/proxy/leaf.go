package proxy

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"time"
)

const (
	leafLife  = 7 * 24 * time.Hour
	maxLeaves = 1000 // Twilio has some dozens of names; above the limit, certificates are not cached
)

// leaf is the certificate of one host name. It exists in memory only.
type leaf struct {
	config *tls.Config
	until  time.Time
}

// config returns the TLS configuration for host.
func (ca *CA) config(host string) (*tls.Config, error) {
	ca.mu.Lock()
	defer ca.mu.Unlock()
	now := ca.now()
	if known, ok := ca.leaves[host]; ok && now.Add(leafLife/7).Before(known.until) {
		return known.config, nil
	}
	cert, err := ca.issue(host, now)
	if err != nil {
		return nil, fmt.Errorf("make a certificate for %s: %w", host, err)
	}
	if len(ca.leaves) >= maxLeaves {
		clear(ca.leaves)
	}
	config := &tls.Config{
		Certificates: []tls.Certificate{cert},
		NextProtos:   []string{"h2", "http/1.1"},
		MinVersion:   tls.VersionTLS12,
	}
	ca.leaves[host] = &leaf{config: config, until: cert.Leaf.NotAfter}
	return config, nil
}

// issue creates and signs a certificate for one name.
func (ca *CA) issue(host string, now time.Time) (tls.Certificate, error) {
	serial, err := serialNumber()
	if err != nil {
		return tls.Certificate{}, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	until := now.Add(leafLife)
	if until.After(ca.cert.NotAfter) {
		until = ca.cert.NotAfter
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{Organization: []string{"twvoice, on this machine"}},
		NotBefore:    now.Add(-24 * time.Hour),
		NotAfter:     until,
		DNSNames:     []string{host},
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, ca.cert, key.Public(), ca.key)
	if err != nil {
		return tls.Certificate{}, err
	}
	parsed, err := x509.ParseCertificate(der)
	return tls.Certificate{Certificate: [][]byte{der, ca.cert.Raw}, PrivateKey: key, Leaf: parsed}, err
}

// serialNumber returns 128 random bits. The first bit is set, so that the length is fixed.
func serialNumber() (*big.Int, error) {
	bytes := make([]byte, 16)
	if _, err := rand.Read(bytes); err != nil {
		return nil, err
	}
	bytes[0] = bytes[0]&0x7f | 0x40
	return new(big.Int).SetBytes(bytes), nil
}
