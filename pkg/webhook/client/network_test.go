package client

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"os"
	"syscall"
	"testing"
)

// failing is a transport that fails.
type failing struct{ err error }

func (f failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }

// Rows of /docs/api/errors, as the standard library spells what happened.
func TestEveryWayToFailHasTwiliosCode(t *testing.T) {
	t.Parallel()
	certificate := func(err error) error { return &tls.CertificateVerificationError{Err: err} }
	tests := []struct {
		name string
		err  error
		code string
	}{
		{"refused", &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}, "11202"},
		{"no such host", &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "app.example", IsNotFound: true}}, "11210"},
		{"a name server that does not answer", &net.DNSError{Err: "i/o timeout", Name: "app.example", IsTimeout: true}, "11205"},
		{"reset", &net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)}, "11205"},
		{"no route", &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.EHOSTUNREACH)}, "11205"},
		{"another host's certificate", certificate(x509.HostnameError{Certificate: &x509.Certificate{}, Host: "app.example"}), "11235"},
		{"an expired one", certificate(x509.CertificateInvalidError{Cert: &x509.Certificate{}, Reason: x509.Expired}), "11236"},
		{"one that nobody vouches for", certificate(x509.UnknownAuthorityError{}), "11237"},
		{"one of the wrong kind", certificate(x509.CertificateInvalidError{Cert: &x509.Certificate{}, Reason: x509.IncompatibleUsage}), "11237"},
		{"no TLS", tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}, "11220"},
		{"HTTP where HTTPS should be", http.ErrSchemeMismatch, "11220"},
		{"whatever else", errors.New("the tunnel is closed"), "11205"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := fetchOnce(t, New(Options{ConnectTo: Everywhere(), Transport: failing{tt.err}}), Request{URL: voiceURL})
			if codeOf(got) != tt.code || got.Status != 0 || got.URL != voiceURL {
				t.Errorf("got %+v of %s with status %d, want %s", got.Failure, got.URL, got.Status, tt.code)
			}
		})
	}
}

func TestURLsThatCannotBeAsked(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"", "voice", "/voice", "//app.example/voice", "ftp://app.example/voice", "http://", "http://app.example:port/voice", "http://a b:c@app.example/"} {
		got := fetchOnce(t, New(Options{ConnectTo: Everywhere(), Transport: failing{errors.New("it was asked")}}), Request{URL: target})
		if codeOf(got) != "11100" {
			t.Errorf("%q: got %+v, want 11100", target, got.Failure)
		}
	}
}

func TestFailedHandshakeIsReported(t *testing.T) {
	t.Parallel()
	n := newNetwork(t, func(conn net.Conn) {
		server := tls.Server(conn, &tls.Config{MaxVersion: tls.VersionTLS10, MinVersion: tls.VersionTLS10})
		defer conn.Close()
		server.Handshake()
	})
	if got := fetchOnce(t, n.client(), Request{URL: "https://app.example/voice"}); codeOf(got) != "11220" {
		t.Errorf("TLS 1.0: got %+v, want 11220", got.Failure)
	}
}
