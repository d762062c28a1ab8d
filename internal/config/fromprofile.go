package config

import (
	"context"
	"fmt"

	"github.com/twvoice/twvoice/internal/fault"
)

// fromTypedProfile returns the credentials of the profile in --profile.
func (c *Config) fromTypedProfile(ctx context.Context, typed Typed) (Credentials, error) {
	return c.profile(ctx, typed.Profile, "")
}

// fromProfile returns the credentials of the profile in TWVOICE_PROFILE or a file.
func (c *Config) fromProfile(ctx context.Context, _ Typed) (Credentials, error) {
	set, ok := c.Lookup("profile")
	if !ok {
		return Credentials{}, nil
	}
	return c.profile(ctx, set.Text(), set.Source)
}

// profile returns the credentials of a twvoice profile, or else of a profile of Twilio's CLI.
func (c *Config) profile(ctx context.Context, name, source string) (Credentials, error) {
	p, ok := c.Profile(name)
	if !ok {
		cli := c.twilioCLI()
		if other, ok := cli.find(name); ok {
			return other.credentials()
		}
		return Credentials{}, c.unknownProfile(name, source)
	}
	if p.AccountSid == "" {
		return Credentials{}, fault.With(fmt.Errorf("profile %s has no account_sid", name), fault.Credentials, "run: twvoice login --profile "+name)
	}
	secrets, err := c.Secrets(ctx, p)
	if err != nil {
		return Credentials{}, err
	}
	found := Credentials{AccountSid: p.AccountSid, AuthToken: secrets.AuthToken, Region: p.Region, Edge: p.Edge, APIURL: p.APIURL}
	if p.KeySid != "" && secrets.KeySecret != "" {
		found.KeySid, found.KeySecret = p.KeySid, secrets.KeySecret
	}
	if found.AuthToken == "" && found.KeySecret == "" {
		return Credentials{}, fault.With(fmt.Errorf("profile %s has neither an auth token nor an API key with its secret in %s", name, c.Where(p)),
			fault.Credentials, "run: twvoice login --profile "+name)
	}
	return found.from("profile " + name), nil
}

// NgrokAuthtoken returns the authtoken of a profile, or "". Without a name it uses the active profile. Failures are not
// reported, because an authtoken can come from other places.
func (c *Config) NgrokAuthtoken(ctx context.Context, name string) string {
	if name == "" {
		name = c.Text("profile")
	}
	p, ok := c.Profile(name)
	if !ok {
		return ""
	}
	secrets, err := c.Secrets(ctx, p)
	if err != nil {
		return ""
	}
	return secrets.NgrokAuthtoken
}
