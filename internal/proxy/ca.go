package proxy

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/userfile"
)

const (
	lifetime = 2 * 365 * 24 * time.Hour
	renewal  = 30 * 24 * time.Hour // a CA is replaced this long before it expires
	patience = 10 * time.Second    // for another process that creates the CA
	caFile   = "ca.pem"
)

// CA signs certificates for twilio.com and its subdomains, and cannot sign others. A stolen key can therefore only be
// used to impersonate Twilio to applications that run under `twvoice emulate`. It is safe for concurrent use.
type CA struct {
	dir    string
	now    func() time.Time
	places []string // candidates for the system's certificates

	cert *x509.Certificate
	key  crypto.Signer

	mu     sync.Mutex
	leaves map[string]*leaf
}

// OpenCA opens the CA of this installation, whose key is in dir. It creates the CA if it is missing or about to expire.
// Only dir's owner may read the key. Of several processes that start together, one creates the CA and all use it.
func OpenCA(ctx context.Context, dir string, now func() time.Time) (*CA, error) {
	dir, err := filepath.Abs(dir) // COMMAND can run in another folder
	if err != nil {
		return nil, fmt.Errorf("find the folder of the local CA: %w", err)
	}
	ca := &CA{dir: dir, now: now, places: systemPlaces(), leaves: make(map[string]*leaf)}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.With(fmt.Errorf("create the folder of the local CA: %w", err), fault.Failed,
			"set TWVOICE_STATE_DIR to a folder that you can write to")
	}
	lock := flock.New(filepath.Join(dir, "ca.lock"), flock.SetPermissions(0o600))
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if _, err := lock.TryLockContext(waiting, 5*time.Millisecond); err != nil {
		return nil, fmt.Errorf("open the local CA: wait for %s: %w", lock.Path(), err)
	}
	defer lock.Unlock()
	if err := ca.open(filepath.Join(dir, caFile)); err != nil {
		return nil, err
	}
	return ca, nil
}

func (ca *CA) open(path string) error {
	err := ca.read(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fault.With(fmt.Errorf("open the local CA: %s: %w", path, err), fault.Failed,
			"delete "+path+": the next start creates a new one")
	case ca.current():
		return nil
	}
	if err := ca.create(path); err != nil {
		return fmt.Errorf("create the local CA: %w", err)
	}
	return nil
}

// current reports whether the certificate is valid, now and for some time.
func (ca *CA) current() bool {
	now := ca.now()
	return now.After(ca.cert.NotBefore) && now.Add(renewal).Before(ca.cert.NotAfter)
}

func (ca *CA) read(path string) error {
	if err := private(path); err != nil {
		return err
	}
	content, err := userfile.ReadRegular(path, userfile.MaxSettings)
	if err != nil {
		return err
	}
	var key any
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "CERTIFICATE":
			ca.cert, err = x509.ParseCertificate(block.Bytes)
		case "PRIVATE KEY":
			key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
		}
		if err != nil {
			return err
		}
	}
	signer, ok := key.(*ecdsa.PrivateKey)
	if !ok || ca.cert == nil {
		return errors.New("expected a certificate and an EC private key")
	}
	if !signer.PublicKey.Equal(ca.cert.PublicKey) {
		return errors.New("the key does not match the certificate")
	}
	ca.key = signer
	return nil
}

// private rejects a key that other users could have read. Windows has no such permission bits; there the folder belongs
// to the user.
func private(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 && runtime.GOOS != "windows" {
		return fmt.Errorf("other users can read the key (mode %04o)", mode)
	}
	return nil
}

func (ca *CA) create(path string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template, err := authority(ca.now())
	if err != nil {
		return err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	ca.cert, ca.key = cert, key
	content := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return userfile.Replace(path, append(content, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})...), 0o600)
}

// authority returns the CA's certificate. Python from 3.13 on and OpenSSL's strict mode require critical constraints.
func authority(now time.Time) (*x509.Certificate, error) {
	serial, err := serialNumber()
	if err != nil {
		return nil, err
	}
	return &x509.Certificate{
		SerialNumber: serial,
		// A bundle can contain an old CA and its successor, so their names differ.
		Subject:   pkix.Name{Organization: []string{"twvoice"}, CommonName: fmt.Sprintf("Local CA of twvoice %08x", serial.Bytes()[:4])},
		NotBefore: now.Add(-24 * time.Hour),
		NotAfter:  now.Add(lifetime),

		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
		KeyUsage:    x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},

		// A constraint applies to one kind of name only, so IP addresses are excluded by a separate one.
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         []string{"twilio.com"},
		ExcludedIPRanges: []*net.IPNet{
			{IP: net.IPv4zero.To4(), Mask: net.CIDRMask(0, 32)},
			{IP: net.IPv6zero, Mask: net.CIDRMask(0, 128)},
		},
	}, nil
}

// PEM returns the CA's certificate, without its key.
func (ca *CA) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.cert.Raw})
}
