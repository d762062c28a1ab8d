package config

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/fault"
)

// Credentials are what it takes to act on a Twilio account, and where they came from. Printing them prints no secret.
type Credentials struct {
	AccountSid string
	AuthToken  string
	KeySid     string
	KeySecret  string
	Region     string
	Edge       string
	APIURL     string // the server that a profile belongs to, "" for Twilio
	Source     string // "environment TWILIO_AUTH_TOKEN", "profile work", as messages name it
	Sources    Sources
	Trimmed    []string // what was left out around a value, a sentence each
}

// Sources say where each part came from, "" for a part that is not there.
type Sources struct {
	Account string // the account's SID
	API     string // what calls the API: the key where there is one, else the token
	Token   string // what verifies signatures
	Region  string
	Edge    string
	APIURL  string
}

// String keeps secrets out of messages and logs.
func (c Credentials) String() string { return c.AccountSid + " from " + c.Source }

// GoString does so for %#v.
func (c Credentials) GoString() string { return c.String() }

// Keyed reports whether an API key calls the API.
func (c Credentials) Keyed() bool { return c.KeySid != "" && c.KeySecret != "" }

// from says that every part there is came from one source.
func (c Credentials) from(source string) Credentials {
	c.Source = source
	for _, part := range []struct {
		value  string
		source *string
	}{
		{c.AccountSid, &c.Sources.Account},
		{c.AuthToken, &c.Sources.Token},
		{c.Region, &c.Sources.Region},
		{c.Edge, &c.Sources.Edge},
		{c.APIURL, &c.Sources.APIURL},
	} {
		if part.value != "" {
			*part.source = source
		}
	}
	c.Sources.API = source
	return c
}

// Typed is what the command line says about credentials.
type Typed struct {
	Profile       string    // --profile
	AccountSid    string    // --account-sid
	AuthTokenFile string    // --auth-token-file; "-" is standard input
	APISecretFile string    // --api-secret-file; "-" is standard input
	Stdin         io.Reader // for "-"
}

// Credentials finds the first that are set: flags, environment, profile, the profile of Twilio's own CLI.
// None at all is an error of exit code 4 that says how to set them; nothing has been attempted then.
//
// The environment comes before a profile that was only configured, because a job sets it for just this run;
// a profile that was typed comes before the environment, because whoever types --profile means it.
// Of the places only one is used, so that a token never meets another account's SID.
func (c *Config) Credentials(ctx context.Context, typed Typed) (Credentials, error) {
	looks := []func(context.Context, Typed) (Credentials, error){c.fromFlags, c.fromEnvironment, c.fromProfile, c.fromTwilioCLI}
	if typed.Profile != "" {
		looks = []func(context.Context, Typed) (Credentials, error){c.fromFlags, c.fromTypedProfile}
	}
	for _, look := range looks {
		found, err := look(ctx, typed)
		if err != nil {
			return found, err
		}
		if found.AccountSid != "" {
			return found, c.contradiction(typed, found)
		}
	}
	if sid, _ := Tidy(c.from.Getenv("TWILIO_ACCOUNT_SID")); sid != "" {
		return Credentials{}, fault.With(errors.New("TWILIO_ACCOUNT_SID is set, but no secret for it"), fault.Credentials,
			"set TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET (https://console.twilio.com shows them)")
	}
	return Credentials{}, fault.With(errors.New("no Twilio credentials"), fault.Credentials,
		"twvoice login, or set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (https://console.twilio.com shows both); --local uses the local emulator and needs neither")
}

// contradiction refuses to act on a profile's account while the environment names another one without a secret:
// half of what somebody set would silently not count, and the wrong account's numbers would change.
func (c *Config) contradiction(typed Typed, found Credentials) error {
	named, _ := Tidy(c.from.Getenv("TWILIO_ACCOUNT_SID"))
	if typed.Profile != "" || found.Sources.Account == accountVariable || named == "" || named == found.AccountSid {
		return nil
	}
	return fault.With(fmt.Errorf("TWILIO_ACCOUNT_SID is %s without a secret, but %s is account %s", named, found.Source, found.AccountSid), fault.Credentials,
		"also set TWILIO_AUTH_TOKEN, or choose an account: add --profile NAME, or: "+app.Unset(runtime.GOOS, "TWILIO_ACCOUNT_SID"))
}
