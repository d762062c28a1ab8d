package proxy_test

import (
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/proxy"
)

func TestOneCAIsMadeAndKept(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new", "ca")
	var all [8]*proxy.CA
	var openers sync.WaitGroup
	for i := range all {
		openers.Go(func() {
			ca, err := proxy.OpenCA(t.Context(), dir, time.Now)
			if err != nil {
				t.Error(err)
			}
			all[i] = ca
		})
	}
	openers.Wait()
	for _, ca := range all {
		if t.Failed() || !ca.Certificate().Equal(all[0].Certificate()) {
			t.Fatal("two that start at once have different CAs")
		}
	}
	if again := openCA(t, dir); !again.Certificate().Equal(all[0].Certificate()) {
		t.Error("the next start has another CA")
	}
	info, err := os.Stat(filepath.Join(dir, "ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("the key has mode %04o, want 0600", mode)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "*.tmp"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestCAIsReplacedBeforeItExpires(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	tests := []struct {
		name  string
		later time.Duration
		kept  bool
	}{
		{"the next day", day, true},
		{"a month and a day before its end", 2*365*day - 31*day, true},
		{"a month less a day before its end", 2*365*day - 29*day, false},
		{"after its end", 3 * 365 * day, false},
		{"before its beginning: a clock was set back", -2 * day, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			before := openCA(t, dir).Certificate()
			after, err := proxy.OpenCA(t.Context(), dir, func() time.Time { return time.Now().Add(tt.later) })
			if err != nil {
				t.Fatal(err)
			}
			if kept := after.Certificate().Equal(before); kept != tt.kept {
				t.Errorf("kept: %v, want %v", kept, tt.kept)
			}
		})
	}
}

func TestBrokenCANamesTheFileToDelete(t *testing.T) {
	t.Parallel()
	other := openCA(t, t.TempDir())
	tests := []struct {
		name  string
		spoil func(path string, content []byte) error
		want  string
	}{
		{"it is empty", func(path string, _ []byte) error { return os.WriteFile(path, nil, 0o600) }, "expected a certificate and an EC private key"},
		{"it is cut off", func(path string, c []byte) error { return os.WriteFile(path, c[:len(c)-40], 0o600) }, "expected a certificate and an EC private key"},
		{"it holds something else", func(path string, _ []byte) error {
			return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte("x")}), 0o600)
		}, "x509"},
		{"the key is another's", func(path string, c []byte) error {
			_, key := pem.Decode(c)
			cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: other.Certificate().Raw})
			return os.WriteFile(path, append(cert, key...), 0o600)
		}, "the key does not match the certificate"},
		{"others could read it", func(path string, _ []byte) error { return os.Chmod(path, 0o640) }, "can read "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if runtime.GOOS == "windows" && strings.HasPrefix(tt.name, "others") {
				t.Skip("no such bits on Windows")
			}
			dir := t.TempDir()
			openCA(t, dir)
			path := filepath.Join(dir, "ca.pem")
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := tt.spoil(path, content); err != nil {
				t.Fatal(err)
			}
			_, err = proxy.OpenCA(t.Context(), dir, time.Now)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(fault.HintOf(err), "delete "+path) {
				t.Fatalf("got %v (hint: %s), want %q", err, fault.HintOf(err), tt.want)
			}
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			openCA(t, dir) // what the hint says works
		})
	}
}

func TestCAKeySignsForTwilioOnly(t *testing.T) {
	t.Parallel()
	ca := openCA(t, t.TempDir())
	roots := x509.NewCertPool()
	roots.AddCert(ca.Certificate())
	for host, want := range map[string]bool{
		"api.twilio.com": true, "twilio.com": true, "a.b.twilio.com": true,
		"example.com": false, "twilio.com.example": false, "nottwilio.com": false,
	} {
		cert, err := ca.Issue(host)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := cert.Leaf.Verify(x509.VerifyOptions{DNSName: host, Roots: roots}); (err == nil) != want {
			t.Errorf("%s: %v, want accepted: %v", host, err, want)
		}
	}
}

func TestCAKeyHasNoOtherUse(t *testing.T) {
	t.Parallel()
	ca := openCA(t, t.TempDir())
	roots := x509.NewCertPool()
	roots.AddCert(ca.Certificate())
	tests := []struct {
		name  string
		write func(*x509.Certificate)
		usage x509.ExtKeyUsage
	}{
		{"an IPv4 address", func(c *x509.Certificate) { c.IPAddresses = []net.IP{{127, 0, 0, 1}} }, x509.ExtKeyUsageServerAuth},
		{"an IPv6 address", func(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv6loopback} }, x509.ExtKeyUsageServerAuth},
		{"a client", func(c *x509.Certificate) { c.ExtKeyUsage[0] = x509.ExtKeyUsageClientAuth }, x509.ExtKeyUsageClientAuth},
		{"a program", func(c *x509.Certificate) { c.ExtKeyUsage[0] = x509.ExtKeyUsageCodeSigning }, x509.ExtKeyUsageCodeSigning},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			template := &x509.Certificate{
				SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
				DNSNames: []string{"api.twilio.com"}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
			}
			verify := func() error {
				cert, err := ca.Sign(template)
				if err != nil {
					t.Fatal(err)
				}
				_, err = cert.Verify(x509.VerifyOptions{Roots: roots, KeyUsages: []x509.ExtKeyUsage{tt.usage}})
				return err
			}
			if tt.usage == x509.ExtKeyUsageServerAuth && verify() != nil {
				t.Fatal("not even what is allowed is accepted")
			}
			tt.write(template)
			if verify() == nil {
				t.Error("it is accepted")
			}
		})
	}
}

// A certificate below the CA could lack the constraints.
func TestCACannotIssueIntermediates(t *testing.T) {
	t.Parallel()
	ca := openCA(t, t.TempDir())
	if c := ca.Certificate(); c.MaxPathLen != 0 || !c.MaxPathLenZero || !c.PermittedDNSDomainsCritical {
		t.Errorf("path length %d, constraints critical: %v", c.MaxPathLen, c.PermittedDNSDomainsCritical)
	}
}
