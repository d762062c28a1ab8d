package config

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/goccy/go-yaml"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/userfile"
)

// Save stores a profile and its secrets, and returns the profile with the store that was used. The first profile becomes
// the active one. If the secrets go into a file because no keyring works, Save first calls warn with the path and the
// reason.
func (c *Config) Save(ctx context.Context, p Profile, s Secrets, warn func(string)) (Profile, error) {
	unlock, err := c.lock(ctx)
	if err != nil {
		return p, err
	}
	defer unlock()
	p, err = c.saveSecrets(ctx, p, s, warn)
	if err != nil {
		return p, fault.With(fmt.Errorf("store the secrets of profile %s: %w", p.Name, err), fault.Failed, "")
	}
	err = c.change(func(e *edit) error {
		if err := e.put(p.yaml(), "profiles", p.Name); err != nil {
			return err
		}
		if _, set := c.userLayer().values["profile"]; set {
			return nil
		}
		return e.put(p.Name, "profile")
	})
	return p, err
}

// saveSecrets stores the secrets in the keyring, or else in the file. It removes those of an earlier login from the
// other place.
func (c *Config) saveSecrets(ctx context.Context, p Profile, s Secrets, warn func(string)) (Profile, error) {
	p.Store = InFile
	if c.fileOnly() {
		return p, c.file().Save(ctx, p.Name, s)
	}
	err := c.keyring.Save(ctx, p.Name, s)
	if err == nil {
		p.Store = InKeyring
		return p, c.file().Remove(ctx, p.Name)
	}
	if ctx.Err() != nil {
		return p, err
	}
	warn(fmt.Sprintf("the system's keyring cannot be used (%v): the secrets of profile %s go into %s, which only you can read", err, p.Name, c.file().path))
	return p, c.file().Save(ctx, p.Name, s)
}

// Use makes a profile the active one.
func (c *Config) Use(ctx context.Context, name string) error {
	if _, err := c.FindProfile(name); err != nil {
		return err
	}
	unlock, err := c.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	return c.change(func(e *edit) error { return e.put(name, "profile") })
}

// Removable returns the profile if [Config.Remove] can delete it, or the reason why it cannot.
func (c *Config) Removable(name string) (Profile, error) {
	p, err := c.FindProfile(name)
	if err == nil && p.Store == InTwilioCLI {
		err = fault.With(fmt.Errorf("profile %s belongs to the twilio CLI", name), fault.Usage, "twilio profiles:remove "+name)
	}
	return p, err
}

// Remove deletes a profile. It deletes the secrets first, so that a failed Remove can be repeated.
func (c *Config) Remove(ctx context.Context, name string) (Profile, error) {
	p, err := c.Removable(name)
	if err != nil {
		return p, err
	}
	unlock, err := c.lock(ctx)
	if err != nil {
		return p, err
	}
	defer unlock()
	err = c.file().Remove(ctx, name)
	if p.Store == InKeyring || p.Store == "" && !c.fileOnly() {
		err = errors.Join(err, c.keyring.Remove(ctx, name))
	}
	if err != nil {
		return p, fault.With(fmt.Errorf("remove the secrets of profile %s from %s: %w", name, c.Where(p), err), fault.Failed,
			"unlock the keyring and try again")
	}
	return p, c.change(func(e *edit) error {
		e.remove("profiles", name)
		if slices.Equal(c.userLayer().values["profile"], []string{name}) {
			e.remove("profile")
		}
		return nil
	})
}

// change edits the user's file.
func (c *Config) change(do func(*edit) error) error {
	_, path := c.Files()
	text, err := userfile.ReadRegular(path, userfile.MaxSettings)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read the configuration: %w", err)
	}
	e, err := newEdit(path, text)
	if err == nil {
		err = do(e)
	}
	if err == nil {
		text, err = e.result()
	}
	if err == nil {
		err = replaceFile(path, text)
	}
	if err != nil {
		return fault.With(fmt.Errorf("write %s: %w", path, err), fault.Failed, "")
	}
	return nil
}

// userLayer returns the layer of the user's file.
func (c *Config) userLayer() layer { return c.layers[len(c.layers)-1] }

// yaml returns the profile's entry in the user's file.
func (p Profile) yaml() yaml.MapSlice {
	var all yaml.MapSlice
	fields := p.fields()
	for _, key := range []string{"account_sid", "key_sid", "region", "edge", "api_url", "store"} {
		if value := *fields[key]; value != "" {
			all = append(all, yaml.MapItem{Key: key, Value: value})
		}
	}
	return all
}
