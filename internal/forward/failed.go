package forward

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/twvoice/twvoice/pkg/webhook/neterr"
)

// failed answers in place of an application that did not. Twilio reports the status as 11200.
func (a *App) failed(w http.ResponseWriter, r *http.Request, err error) {
	v := visitOf(r.Context())
	v.failed = err
	why, _ := a.explain(err)
	http.Error(w, "502: "+why, http.StatusBadGateway)
}

// explain returns what prevents the application from answering, and what to do.
func (a *App) explain(err error) (what, fix string) {
	name := a.o.Target.Host
	_, unsigned := errors.AsType[*tls.CertificateVerificationError](err)
	_, plain := errors.AsType[tls.RecordHeaderError](err)
	_, nowhere := errors.AsType[*net.DNSError](err)
	timeout, waits := errors.AsType[net.Error](err)
	switch {
	case neterr.Refused(err):
		return "nothing listens on " + name, "start the app, or give --forward the port that it listens on"
	case nowhere:
		return fmt.Sprintf("the host %s is unknown", a.o.Target.Hostname()), "correct --forward"
	case unsigned:
		return fmt.Sprintf("the certificate of %s is not trusted", name), "add --insecure if it is yours"
	case plain || errors.Is(err, http.ErrSchemeMismatch):
		return name + " does not support TLS", "--forward http://" + name
	case neterr.Lost(err):
		return "the app closed the connection without a response", "check its log: it may have crashed"
	case strings.Contains(err.Error(), "response headers exceeded"): // net/http has no type for this error
		return fmt.Sprintf("the header of the app's response is longer than %d bytes", maxHeader), "check that a web server listens on " + name
	case waits && timeout.Timeout() || errors.Is(err, context.Canceled):
		return "the app did not respond", slow
	}
	return "the app's response is not HTTP: " + innermost(err).Error(), "check that a web server listens on " + name
}

const slow = "respond first and do slow work afterwards: Twilio's limit is 15 s"

// innermost returns the innermost error, without addresses that the message already has.
func innermost(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}
