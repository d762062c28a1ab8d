package config

import (
	"errors"
	"fmt"
	"io"

	"github.com/twvoice/twvoice/internal/fault"
)

// Credentials are what it takes to act on a Twilio account, and where they came from.
type Credentials struct {
	AccountSid string
	AuthToken  string
	KeySid     string
	KeySecret  string
	Region     string
	Edge       string
	Source     string // "environment TWILIO_AUTH_TOKEN", "profile work", as messages name it
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
func (c *Config) Credentials(typed Typed) (Credentials, error) {
	if typed.Profile != "" {
		return c.profile(typed.Profile)
	}
	for _, look := range []func(Typed) (Credentials, error){c.fromFlags, c.fromEnvironment, c.fromProfile, c.fromTwilioCLI} {
		found, err := look(typed)
		if err != nil || found.AccountSid != "" {
			return found, err
		}
	}
	return Credentials{}, fault.With(errors.New("no Twilio credentials"), fault.Credentials,
		"set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (https://console.twilio.com shows both), or add --local to use the built-in emulator")
}

func (c *Config) fromFlags(typed Typed) (Credentials, error) {
	if typed.AuthTokenFile == "" && typed.APISecretFile == "" {
		return Credentials{}, nil
	}
	found := Credentials{
		AccountSid: c.from.Getenv("TWILIO_ACCOUNT_SID"), KeySid: c.from.Getenv("TWILIO_API_KEY"),
		Region: c.from.Getenv("TWILIO_REGION"), Edge: c.from.Getenv("TWILIO_EDGE"),
	}
	if found.AccountSid == "" {
		found.AccountSid = typed.AccountSid
	}
	var err error
	if typed.AuthTokenFile != "" {
		found.Source = "--auth-token-file " + typed.AuthTokenFile
		if found.AuthToken, err = ReadSecret(typed.AuthTokenFile, typed.Stdin); err != nil {
			return found, err
		}
	}
	if typed.APISecretFile != "" {
		found.Source = "--api-secret-file " + typed.APISecretFile
		if found.KeySecret, err = ReadSecret(typed.APISecretFile, typed.Stdin); err != nil {
			return found, err
		}
		if found.KeySid == "" {
			return found, fault.With(errors.New("--api-secret-file has no API key to go with it"), fault.Credentials, "set TWILIO_API_KEY to the key's SID, SK…")
		}
	} else {
		found.KeySid = ""
	}
	if found.AccountSid == "" {
		return found, fault.With(fmt.Errorf("%s has no account to go with it", found.Source), fault.Credentials, "set TWILIO_ACCOUNT_SID, or add --account-sid AC…")
	}
	return found, nil
}

func (c *Config) fromEnvironment(Typed) (Credentials, error) {
	get := c.from.Getenv
	found := Credentials{
		AccountSid: get("TWILIO_ACCOUNT_SID"), AuthToken: get("TWILIO_AUTH_TOKEN"),
		KeySid: get("TWILIO_API_KEY"), KeySecret: get("TWILIO_API_SECRET"),
		Region: get("TWILIO_REGION"), Edge: get("TWILIO_EDGE"),
	}
	if found.KeySid == "" || found.KeySecret == "" {
		found.KeySid, found.KeySecret = "", ""
	}
	secret := found.AuthToken != "" || found.KeySecret != ""
	switch {
	case found.AccountSid == "" && secret:
		return found, fault.With(errors.New("TWILIO_ACCOUNT_SID is missing in the environment, though a secret is set"), fault.Credentials,
			"set TWILIO_ACCOUNT_SID, AC…: https://console.twilio.com shows it")
	case found.AccountSid == "" || !secret:
		return Credentials{}, nil
	case found.KeySecret != "":
		found.Source = "environment TWILIO_API_KEY"
	default:
		found.Source = "environment TWILIO_AUTH_TOKEN"
	}
	return found, nil
}
