package client

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/textproto"
	"strings"

	"github.com/twvoice/twvoice/pkg/webhook"
	"github.com/twvoice/twvoice/pkg/webhook/neterr"
)

// networkCode returns Twilio's code for a request without a complete answer: by the kind of error
// if it is known, or else by the phase of the request (https://www.twilio.com/docs/api/errors,
// 112xx).
func networkCode(err error) string {
	switch {
	case errors.Is(err, errTotal):
		return "11203"
	case errors.Is(err, errConnect):
		return "11201"
	case errors.Is(err, errRead):
		return "11205" // Choice: two of Twilio's entries describe a timeout; 11205 is the one that developers see.
	case neterr.Refused(err):
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

// tlsCode returns the code for a problem with a certificate or with TLS.
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
		return "11220", true // the port does not use TLS
	}
	return "", false
}

// code returns the code of an error without a specific type, by its phase: a broken connection is
// 11205, and invalid HTTP is 11206 instead of an answer and 11251 within one.
func (e *brokenError) code() string {
	_, operation := errors.AsType[*net.OpError](e.err)
	_, malformed := errors.AsType[textproto.ProtocolError](e.err)
	switch {
	case e.at == handshaking:
		return "11220"
	case malformed:
		return "11251"
	case operation || neterr.Lost(e.err) || e.at.before(answering):
		return "11205"
	case e.at == answering:
		return "11206"
	}
	return "11251"
}

// noTLS reports whether an attempt failed because the port does not use TLS. An invalid certificate
// does not count, because it was sent over TLS.
func noTLS(err error) bool {
	if _, spoken := errors.AsType[*tls.CertificateVerificationError](err); spoken || err == nil {
		return false
	}
	broken, ok := errors.AsType[*brokenError](err)
	code, known := tlsCode(err)
	return ok && broken.at == handshaking || known && code == "11220"
}

// take stores the last answer. A bad status is reported before problems of the body.
func (got *Response) take(a answer) {
	got.Status, got.Line, got.Header, got.Chunked, got.Raw = a.status, a.line, a.header, a.chunked, a.raw
	var err error
	if got.Body, err = Decode(a.header, a.raw); err != nil {
		got.Failure = &Failure{Code: "11206", Message: webhook.Redacted(got.URL) + " " + err.Error()}
	}
	if failed := StatusFailure(got.URL, a.line, a.status, a.asked); failed != nil {
		failed.Message += got.redirectMessage()
		got.Failure = failed
	}
}

// StatusFailure returns what Twilio's debugger shows for a status, nil for 2xx. asked is set if the
// application requested a password that the URL does not have. Choice: a status is 11200; a newer
// page of Twilio's has 11217 for it.
func StatusFailure(target, line string, status int, asked bool) *Failure {
	source := webhook.Redacted(target)
	switch {
	case status < http.StatusMultipleChoices:
		return nil
	case asked:
		scheme, rest, _ := strings.Cut(target, "://")
		return failuref("11200", "%s answered %s: write the user and password into the URL, as in %s://user:password@%s", source, line, scheme, rest)
	case status == http.StatusUnauthorized:
		return failuref("11200", "%s answered %s: it does not accept the user and password of the URL", source, line)
	}
	return failuref("11200", "%s answered %s", source, line)
}

// redirectMessage returns the end of the message about a failure, if a redirect may be the reason.
func (got *Response) redirectMessage() string {
	for i, h := range got.Hops {
		if h.Lost != "" && i > 0 {
			from := got.Hops[i-1]
			return fmt.Sprintf("; %s redirected there (%d), and %s: redirect with 307 or 308, or name the last URL", webhook.Redacted(from.URL), from.Status, h.Lost)
		}
	}
	return ""
}
