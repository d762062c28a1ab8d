package config

import (
	"context"
	"errors"

	"github.com/twvoice/twvoice/internal/fault"
)

const accountVariable = "environment TWILIO_ACCOUNT_SID"

// fromEnvironment reads the variables that Twilio's libraries use. An account SID without a secret is ignored, because
// users export it for other programs.
func (c *Config) fromEnvironment(context.Context, Typed) (Credentials, error) {
	found := c.environmentSet()
	found.AuthToken, found.KeySecret = found.variable(c.from.Getenv, "TWILIO_AUTH_TOKEN"), found.variable(c.from.Getenv, "TWILIO_API_SECRET")
	half := halfKey(found)
	if !found.Keyed() {
		found.KeySid, found.KeySecret = "", ""
	}
	secret := found.AuthToken != "" || found.Keyed()
	switch {
	case found.AccountSid == "" && secret:
		return found, fault.With(errors.New("TWILIO_ACCOUNT_SID is missing in the environment, but a secret is set"), fault.Credentials,
			"set TWILIO_ACCOUNT_SID, AC…: https://console.twilio.com shows it")
	case found.AccountSid != "" && !secret && half != nil:
		return found, half
	case !secret:
		return Credentials{}, nil
	}
	if found.AuthToken != "" {
		found.Source, found.Sources.Token = "environment TWILIO_AUTH_TOKEN", "environment TWILIO_AUTH_TOKEN"
	}
	if found.Keyed() {
		found.Source = "environment TWILIO_API_KEY"
	}
	found.Sources.API = found.Source
	return found, nil
}

// environmentSet returns the values of the environment that are not secret.
func (c *Config) environmentSet() Credentials {
	var set Credentials
	for _, v := range []struct {
		name          string
		value, source *string
	}{
		{"TWILIO_ACCOUNT_SID", &set.AccountSid, &set.Sources.Account},
		{"TWILIO_API_KEY", &set.KeySid, new(string)},
		{"TWILIO_REGION", &set.Region, &set.Sources.Region},
		{"TWILIO_EDGE", &set.Edge, &set.Sources.Edge},
	} {
		if *v.value = set.variable(c.from.Getenv, v.name); *v.value != "" {
			*v.source = "environment " + v.name
		}
	}
	return set
}

// halfKey returns the error for an API key whose SID or secret is missing.
func halfKey(c Credentials) error {
	switch {
	case c.KeySid != "" && c.KeySecret == "":
		return fault.With(errors.New("TWILIO_API_KEY is set, but TWILIO_API_SECRET is not"), fault.Credentials,
			"set TWILIO_API_SECRET, which was shown once when the key was made; or set TWILIO_AUTH_TOKEN instead")
	case c.KeySid == "" && c.KeySecret != "":
		return fault.With(errors.New("TWILIO_API_SECRET is set, but TWILIO_API_KEY is not"), fault.Credentials, "set TWILIO_API_KEY to the key's SID, SK…")
	}
	return nil
}

// EnvironmentWins returns the variable whose credentials take precedence over a configured profile, or "".
func (c *Config) EnvironmentWins() string {
	found, err := c.fromEnvironment(context.Background(), Typed{}) // the environment never blocks
	if err != nil {
		return "TWILIO_ACCOUNT_SID"
	}
	return found.Source
}
