package twilioapi

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"

	"github.com/twvoice/twvoice/internal/fault"
)

// isTemporary reports whether a network error may be gone a moment later. An unknown host name, an untrusted certificate and
// an endless answer are permanent. Timeouts are not retried either: --timeout is the whole time that the user wants to
// wait.
func isTemporary(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, errTooLong) {
		return false
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return false
	}
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	return !untrusted
}

// unreachedError is the error of a request without an answer.
type unreachedError struct {
	error
	temporary bool
}

func (u *unreachedError) Unwrap() error { return u.error }

// Temporary reports whether the error of a call may be gone a moment later: there was no answer, an answer that is not
// Twilio's, a 429 or a 5xx. The change may have been made nevertheless, so retry only changes that can be made twice.
func Temporary(err error) bool {
	if refusal, ok := errors.AsType[*Error](err); ok {
		status := refusal.Status
		return status < 400 || status >= 500 || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout
	}
	if unreached, ok := errors.AsType[*unreachedError](err); ok {
		return unreached.temporary
	}
	return false
}

// unreachable returns the error of a request without an answer.
func (c *conn) unreachable(r request, err error) error {
	temporary := isTemporary(err) || errors.Is(err, context.DeadlineExceeded)
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("no response within %s", c.timeout)
	}
	failing := "reach"
	if errors.Is(err, errCut) || errors.Is(err, errTooLong) {
		failing = "understand"
	}
	unreached := &unreachedError{fmt.Errorf("could not %s %s: %w", failing, r.url.Host, err), temporary}
	if !safe(r.method) && !neverSent(err) {
		return c.uncertain(r, unreached)
	}
	return fault.With(unreached, fault.Failed, c.unreachableHint())
}

func (c *conn) unreachableHint() string {
	if c.place.base != nil {
		return "check that the server of --api-url is running; --local needs none"
	}
	if c.place.edge != "" {
		return fmt.Sprintf("check the network and HTTPS_PROXY, and that edge %s and region %s exist", c.place.edge, c.place.region)
	}
	return "check the network and HTTPS_PROXY, or name another server with --api-url"
}

// neverSent reports whether nothing of the request was sent, because there was no connection.
func neverSent(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial"
}
