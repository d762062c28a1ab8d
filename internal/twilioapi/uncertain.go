package twilioapi

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/twvoice/twvoice/internal/fault"
)

// uncertainError is the error of a change that may have been made: it was sent, but no answer tells the result.
type uncertainError struct{ error }

func (u *uncertainError) Unwrap() error { return u.error }

// Uncertain reports whether the change that failed with err may have been made nevertheless: a number may have been
// bought or released, a call may have been placed. The hint of err names the command that shows it.
func Uncertain(err error) bool {
	_, uncertain := errors.AsType[*uncertainError](err)
	return uncertain
}

// uncertain marks the error of a change that was sent.
func (c *conn) uncertain(r request, err error) error {
	return fault.With(&uncertainError{err}, fault.Failed, c.lookHint(r))
}

// lookHint says how to find out the result of a change.
func (c *conn) lookHint(r request) string {
	look := firstText(r.look, "twvoice numbers list")
	return fmt.Sprintf("the request may have been carried out: check with `%s%s` before you repeat it", look, c.flags)
}

// leavesOpen reports whether a status leaves the result of a change open: a server or proxy gave up while handling it.
func leavesOpen(status int) bool {
	return status >= http.StatusInternalServerError || status == http.StatusRequestTimeout
}

// OfAccount reports whether every other request of the account would fail with err too: its credentials or its state
// were rejected, there are too many requests, or the server does not answer as Twilio does. Batch operations stop there.
// Choice: no page says which refusals are the account's.
func OfAccount(err error) bool {
	if refusal, ok := errors.AsType[*Error](err); ok && (refusal.Status == http.StatusUnauthorized || refusal.Status == http.StatusForbidden) {
		return true
	}
	return Temporary(err) || fault.ExitOf(err) == fault.Credentials
}
