package twilioapi

import (
	"errors"
	"fmt"

	"github.com/twvoice/twvoice/internal/fault"
)

// Credentials authenticate requests: with the API key if it is set, otherwise with the account SID and its auth token.
// With the zero value, every call fails with [fault.Credentials].
//
// https://www.twilio.com/docs/iam/api-keys
type Credentials struct {
	AccountSid string
	AuthToken  string
	KeySid     string
	KeySecret  string
	Source     string // where they come from, for messages: "environment TWILIO_AUTH_TOKEN", "profile work"
}

// keyed reports whether requests use the API key. A key without its secret is ignored.
func (c Credentials) keyed() bool { return c.KeySid != "" && c.KeySecret != "" }

// basic returns the user and password of HTTP Basic authentication.
func (c Credentials) basic() (user, password string) {
	if c.keyed() {
		return c.KeySid, c.KeySecret
	}
	return c.AccountSid, c.AuthToken
}

// check returns an error that names the missing parts.
func (c Credentials) check() error {
	const hint = "log in with `twvoice login`, or set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN"
	switch {
	case c.keyed():
		return nil
	case c.KeySid != "" && c.AuthToken == "":
		return fault.With(fmt.Errorf("the API key %s has no secret%s", c.KeySid, c.from()), fault.Credentials, "set TWILIO_API_SECRET, or give --api-secret-file")
	case c.AccountSid == "" && c.AuthToken == "":
		return fault.With(errors.New("no Twilio credentials"), fault.Credentials, hint)
	case c.AuthToken == "":
		return fault.With(fmt.Errorf("no auth token or API key for account %s%s", c.AccountSid, c.from()), fault.Credentials, hint)
	case c.AccountSid == "":
		return fault.With(fmt.Errorf("an auth token without an account SID%s", c.from()), fault.Credentials, hint)
	}
	return nil
}

// checkAccount checks the SID that goes into every path. A key alone does not identify the account.
func checkAccount(o Options) error {
	if o.Account != "" {
		return checkSid(o.Account, "AC", "an account SID")
	}
	from := o.Credentials.from()
	if o.Credentials.AccountSid == "" {
		return fault.With(fmt.Errorf("an API key without an account SID%s", from), fault.Credentials, "set TWILIO_ACCOUNT_SID, or give --account-sid")
	}
	if checkSid(o.Credentials.AccountSid, "AC", "") != nil { // the message does not repeat it: it may be a token in the wrong place
		return fault.With(fmt.Errorf("the account SID%s is not AC and 32 hexadecimal digits", from), fault.Credentials, "check it with `twvoice whoami`")
	}
	return nil
}

// from returns the source for the middle of a sentence, or "".
func (c Credentials) from() string {
	if c.Source == "" {
		return ""
	}
	return " (from " + c.Source + ")"
}
