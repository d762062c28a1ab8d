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

// passing reports whether a network error may be gone a moment later. A name that does not exist, a
// certificate nobody trusts, and an endless answer stay. Neither is a timeout repeated: whoever set
// --timeout said how long to wait, not a quarter of it.
func passing(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, errTooLong) {
		return false
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return false
	}
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	return !untrusted
}

// unreachedError is a request without an answer.
type unreachedError struct {
	error
	temporary bool
}

func (u *unreachedError) Unwrap() error { return u.error }

// Temporary reports whether the error of a call may be gone a moment later: there was no answer, or none of Twilio's, or a
// 429 or 5xx. A change may have been carried out nevertheless, so that only a change which may be made twice is tried again.
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

// unreachable is a request that got no answer.
func (c *conn) unreachable(r request, err error) error {
	temporary := passing(err) || errors.Is(err, context.DeadlineExceeded)
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

// neverSent reports whether no byte of the request left: no connection was made.
func neverSent(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial"
}
