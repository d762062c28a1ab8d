package twilioapi

import (
	"errors"
	"fmt"

	"github.com/twvoice/twvoice/internal/fault"
)

// Credentials authenticate requests. With an API key the key calls the API, otherwise the account SID and
// its auth token do. The zero value authenticates nothing: a call with it ends with [fault.Credentials].
//
// https://www.twilio.com/docs/iam/api-keys
type Credentials struct {
	AccountSid string
	AuthToken  string
	KeySid     string
	KeySecret  string
	Source     string // where they come from, for people: "environment TWILIO_AUTH_TOKEN", "profile work"
}

// keyed reports whether an API key calls the API. A key without its secret is as good as none.
func (c Credentials) keyed() bool { return c.KeySid != "" && c.KeySecret != "" }

// basic is the user and the password of HTTP Basic authentication.
func (c Credentials) basic() (user, password string) {
	if c.keyed() {
		return c.KeySid, c.KeySecret
	}
	return c.AccountSid, c.AuthToken
}

// check explains what is missing before anything is sent.
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

// checkAccount checks the SID that goes into every path: a key alone does not say whose numbers are meant.
func checkAccount(o Options) error {
	if o.Account != "" {
		return checkSid(o.Account, "AC", "an account SID")
	}
	from := o.Credentials.from()
	if o.Credentials.AccountSid == "" {
		return fault.With(fmt.Errorf("an API key without an account SID%s", from), fault.Credentials, "set TWILIO_ACCOUNT_SID, or give --account-sid")
	}
	if checkSid(o.Credentials.AccountSid, "AC", "") != nil { // not repeated: it may be a token in the wrong place
		return fault.With(fmt.Errorf("the account SID%s is not AC and 32 hexadecimal digits", from), fault.Credentials, "check it with `twvoice whoami`")
	}
	return nil
}

// from names the source in the middle of a sentence, and is empty when nobody told us.
func (c Credentials) from() string {
	if c.Source == "" {
		return ""
	}
	return " (from " + c.Source + ")"
}
