package voicesim

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"syscall"
)

// networkCode is Twilio's code for a request that got no whole answer: what is wrong where that can be told, else how far the
// request had come (https://www.twilio.com/docs/api/errors, 112xx).
func networkCode(err error) string {
	switch {
	case errors.Is(err, errTotal):
		return "11203"
	case errors.Is(err, errConnect):
		return "11201"
	case errors.Is(err, errRead):
		return "11205" // Choice: two of Twilio's entries describe a time-out; 11205 is the one that developers see.
	case errors.Is(err, syscall.ECONNREFUSED):
		return "11202"
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok && !dns.IsTimeout {
		return "11210"
	}
	if code, ok := tlsCode(err); ok {
		return code
	}
	broken, ok := errors.AsType[*brokenError](err)
	if !ok {
		return "11205"
	}
	return broken.code()
}

// tlsCode is the code for what is wrong with a certificate, or with TLS itself.
func tlsCode(err error) (code string, ok bool) {
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return "11235", true
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok && invalid.Reason == x509.Expired {
		return "11236", true
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "11237", true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok || errors.Is(err, http.ErrSchemeMismatch) {
		return "11220", true // the port speaks no TLS
	}
	return "", false
}

// code tells by the phase what has no type of its own: a connection that breaks is 11205, and bytes that are no HTTP are
// 11206 in the place of an answer and 11251 within one.
func (e *brokenError) code() string {
	_, operation := errors.AsType[*net.OpError](e.err)
	_, malformed := errors.AsType[textproto.ProtocolError](e.err)
	lost := errors.Is(e.err, io.EOF) || errors.Is(e.err, io.ErrUnexpectedEOF)
	switch {
	case e.at == handshaking:
		return "11220"
	case malformed:
		return "11251"
	case operation || lost || e.at.before(answering):
		return "11205"
	case e.at == answering:
		return "11206"
	}
	return "11251"
}
