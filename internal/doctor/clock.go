package doctor

import (
	"context"
	"crypto/x509"
	"errors"
	"time"
)

// Limits of the clock's error. A clock set by the network is off by less than half a minute; above that, access tokens
// made here start or expire at the wrong time. From a quarter of an hour, logs of both sides cannot be compared, and
// certificates fail next.
const (
	skewWarning = 30 * time.Second
	skewFailure = 15 * time.Minute
)

// clock compares this machine's clock with the Date of Twilio's answer.
func clock(ctx context.Context, e *examination) Finding {
	if e.Account.Local {
		return skipped("the local account uses this machine's clock")
	}
	v, f := e.asked(ctx)
	if f != nil {
		return *f
	}
	if expired(v.refused) {
		return failed(e.setClock(), "a certificate that is valid today is not valid at this machine's time, %s: %v", e.Env.Now().UTC().Format(time.RFC3339), v.refused)
	}
	if !v.answered {
		return skipped("no server responded for a comparison")
	}
	off, way := v.ahead, "ahead of"
	if off < 0 {
		off, way = -off, "behind"
	}
	switch off = off.Round(time.Second); {
	case off <= skewWarning:
		return ok("within %s of Twilio's", skewWarning)
	case off <= skewFailure:
		return warning(e.setClock(), "%s %s Twilio's", off, way)
	}
	return failed(e.setClock(), "%s %s Twilio's", off, way)
}

// expired reports whether a certificate was rejected because of its dates.
func expired(err error) bool {
	invalid, found := errors.AsType[x509.CertificateInvalidError](err)
	return found && invalid.Reason == x509.Expired
}

func (e *examination) setClock() string {
	switch e.Env.OS {
	case "windows":
		return "run as administrator: w32tm /resync"
	case "darwin":
		return "run: sudo sntp -sS time.apple.com"
	}
	return "set the clock from the network: sudo timedatectl set-ntp true"
}
