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

// Credentials are the credentials for a Twilio account and their source. Printing them prints no secret.
type Credentials struct {
	AccountSid string
	AuthToken  string
	KeySid     string
	KeySecret  string
	Region     string
	Edge       string
	APIURL     string // the server that a profile belongs to, "" for Twilio
	Source     string // for messages: "environment TWILIO_AUTH_TOKEN", "profile work"
	Sources    Sources
	Trimmed    []string // what was removed around a value, one sentence each
}

// Sources names the source of each part, or "" for a missing part.
type Sources struct {
	Account string // of the account SID
	API     string // of the key that calls the API, or else of the token
	Token   string // of the token that verifies signatures
	Region  string
	Edge    string
	APIURL  string
}

// String returns the account and the source, without secrets, for messages and logs.
func (c Credentials) String() string { return c.AccountSid + " from " + c.Source }

// GoString does the same for %#v.
func (c Credentials) GoString() string { return c.String() }

// Keyed reports whether API requests use an API key.
func (c Credentials) Keyed() bool { return c.KeySid != "" && c.KeySecret != "" }

// from sets the source of every part that is set.
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

// Typed holds the credential options of the command line.
type Typed struct {
	Profile       string    // --profile
	AccountSid    string    // --account-sid
	AuthTokenFile string    // --auth-token-file; "-" is standard input
	APISecretFile string    // --api-secret-file; "-" is standard input
	Stdin         io.Reader // for "-"
}

// Credentials returns the first credentials that are set: flags, environment, profile, the profile of Twilio's CLI.
// Without any, the error has exit code 4 and says how to set them.
//
// The environment takes precedence over a profile from the configuration, because a script sets it for one run.
// --profile takes precedence over the environment, because the user typed it. Only one source is used, so that a token
// is never combined with another account's SID.
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

// contradiction rejects a profile's account if the environment names another account without a secret. Otherwise the
// variable would be ignored silently and the wrong account's numbers would change.
func (c *Config) contradiction(typed Typed, found Credentials) error {
	named, _ := Tidy(c.from.Getenv("TWILIO_ACCOUNT_SID"))
	if typed.Profile != "" || found.Sources.Account == accountVariable || named == "" || named == found.AccountSid {
		return nil
	}
	return fault.With(fmt.Errorf("TWILIO_ACCOUNT_SID is %s without a secret, but %s is account %s", named, found.Source, found.AccountSid), fault.Credentials,
		"also set TWILIO_AUTH_TOKEN, or choose an account: add --profile NAME, or: "+app.Unset(runtime.GOOS, "TWILIO_ACCOUNT_SID"))
}
