package voicesim

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"os"
	"syscall"
)

// unreachable turns a failed request into Twilio's code for it (https://www.twilio.com/docs/api/errors, 112xx).
func unreachable(err error) *Problem {
	return &Problem{Code: networkCode(err), Message: err.Error()}
}

func networkCode(err error) string {
	if dns, ok := errors.AsType[*net.DNSError](err); ok && !dns.IsTimeout {
		return "11210"
	}
	if errors.Is(err, syscall.ECONNREFUSED) {
		return "11202"
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return "11235"
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok && invalid.Reason == x509.Expired {
		return "11236"
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "11237"
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return "11220"
	}
	if _, ok := errors.AsType[tls.AlertError](err); ok {
		return "11220"
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) {
		// Choice: two of Twilio's entries describe a time-out; 11205 is the one that developers see.
		return "11205"
	}
	return "11205"
}
