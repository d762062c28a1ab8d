package config

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/twvoice/twvoice/internal/fault"
)

// The places of secrets. A profile of ours names one of the first two.
const (
	InKeyring   = "keyring"
	InFile      = "file"
	InTwilioCLI = "twilio CLI"
)

// SecretsFile holds the secrets of profiles where no keyring can, in the user's config folder.
const SecretsFile = "secrets.yaml"

// ErrNoSecrets says that a store works and has nothing of that name.
var ErrNoSecrets = errors.New("nothing is stored")

// Secrets are what a profile must keep to itself. Printing them prints nothing.
type Secrets struct {
	AuthToken      string `json:"auth_token,omitempty"`
	KeySecret      string `json:"key_secret,omitempty"`
	NgrokAuthtoken string `json:"ngrok_authtoken,omitempty"`
}

// String keeps secrets out of messages and logs.
func (Secrets) String() string { return "(secrets)" }

// GoString does so for %#v.
func (s Secrets) GoString() string { return s.String() }

// Names are the secrets there are, by their keys.
func (s Secrets) Names() []string {
	names := []string{}
	for name, value := range s.fields() {
		if *value != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// fields are where the secrets are, by key.
func (s *Secrets) fields() map[string]*string {
	return map[string]*string{"auth_token": &s.AuthToken, "key_secret": &s.KeySecret, "ngrok_authtoken": &s.NgrokAuthtoken}
}

// Store keeps the secrets of profiles. Its methods may block as long as they like: whoever uses one that might
// sets it a limit.
type Store interface {
	Load(ctx context.Context, profile string) (Secrets, error) // [ErrNoSecrets] where there are none
	Save(ctx context.Context, profile string, s Secrets) error
	Remove(ctx context.Context, profile string) error // no error where there are none
}

// opened is what a profile's store said when it was asked.
type opened struct {
	secrets Secrets
	err     error
}

// Secrets are those of a profile. It is an error of exit code 4, which says which store failed, if they cannot be read.
func (c *Config) Secrets(ctx context.Context, p Profile) (Secrets, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	had, ok := c.opened[p.Name]
	if !ok {
		had.secrets, had.err = c.open(ctx, p)
		c.opened[p.Name] = had
	}
	return had.secrets, had.err
}

func (c *Config) open(ctx context.Context, p Profile) (Secrets, error) {
	var s Secrets
	var err error
	switch p.Store {
	case InFile:
		s, err = c.file().Load(ctx, p.Name)
	case InKeyring:
		s, err = c.keyring.Load(ctx, p.Name)
	default: // written by hand: the file costs nothing to ask
		if s, err = c.file().Load(ctx, p.Name); errors.Is(err, ErrNoSecrets) && !c.fileOnly() {
			s, err = c.keyring.Load(ctx, p.Name)
		}
	}
	if err != nil {
		return s, fault.With(fmt.Errorf("read the secrets of profile %s from %s: %w", p.Name, c.Where(p), err), fault.Credentials,
			"run: twvoice login --profile "+p.Name)
	}
	return s, nil
}

// Where is the place of a profile's secrets, for people.
func (c *Config) Where(p Profile) string {
	switch p.Store {
	case InFile:
		return c.file().path
	case InKeyring:
		return "the system's keyring"
	}
	if c.fileOnly() {
		return c.file().path
	}
	return c.file().path + " and the system's keyring"
}

func (c *Config) file() secretsFile {
	return secretsFile{filepath.Join(c.from.Folder, SecretsFile)}
}

// fileOnly reports whether the user wants no keyring: on a server there is none, and asking for it may start one.
func (c *Config) fileOnly() bool { return c.Text("keyring") == InFile }
