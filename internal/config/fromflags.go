package config

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/twvoice/twvoice/internal/app"
	"github.com/twvoice/twvoice/internal/fault"
)

// fromFlags reads the secrets from files named on the command line. The account and the key SID are not secret and can
// be set elsewhere: by --profile, in the environment, by --account-sid, or by the active profile.
func (c *Config) fromFlags(ctx context.Context, typed Typed) (Credentials, error) {
	token, secret := typed.AuthTokenFile, typed.APISecretFile
	if token == "" && secret == "" {
		return Credentials{}, nil
	}
	if token == "-" && secret == "-" {
		return Credentials{}, fault.Usagef("--auth-token-file and --api-secret-file cannot both be standard input")
	}
	found, err := c.bearer(typed)
	if err != nil {
		return found, err
	}
	if token != "" {
		found.Source = "--auth-token-file " + token
		found.Sources.Token = found.Source
		if found.AuthToken, err = found.read(ctx, c.path(token), typed.Stdin); err != nil {
			return found, err
		}
	}
	if secret != "" {
		found.Source = "--api-secret-file " + secret
		if found.KeySecret, err = found.read(ctx, c.path(secret), typed.Stdin); err != nil {
			return found, err
		}
		if found.KeySid == "" {
			return found, fault.With(errors.New("--api-secret-file needs an API key"), fault.Credentials, "set TWILIO_API_KEY to the key's SID, SK…")
		}
	} else {
		found.KeySid = ""
	}
	found.Sources.API = found.Source
	if found.AccountSid == "" {
		return found, fault.With(fmt.Errorf("%s needs an account SID", found.Source), fault.Credentials, "set TWILIO_ACCOUNT_SID, or add --account-sid AC…")
	}
	return found, nil
}

// bearer returns the account and key that the secrets in the files belong to, without any secret.
func (c *Config) bearer(typed Typed) (Credentials, error) {
	set := c.environmentSet()
	if typed.Profile == "" && set.AccountSid != "" {
		return set, nil
	}
	name := typed.Profile
	if name == "" && typed.AccountSid == "" {
		name = c.Text("profile")
	}
	if p, ok := c.Profile(name); ok {
		return Credentials{AccountSid: p.AccountSid, KeySid: p.KeySid, Region: p.Region, Edge: p.Edge, APIURL: p.APIURL}.from("profile " + name), nil
	}
	if typed.Profile != "" {
		return Credentials{}, c.unknownProfile(typed.Profile, "")
	}
	set.AccountSid, set.Sources.Account = typed.AccountSid, "--account-sid"
	return set, nil
}

// path resolves a file name from the command line in the command's working directory.
func (c *Config) path(name string) string {
	if name == "-" {
		return name
	}
	return app.Env{Dir: c.from.Dir, OS: runtime.GOOS}.Path(name)
}
