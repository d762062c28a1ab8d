package config

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/twvoice/twvoice/internal/fault"
)

// Places of secrets. A twvoice profile has one of the first two.
const (
	InKeyring   = "keyring"
	InFile      = "file"
	InTwilioCLI = "twilio CLI"
)

// SecretsFile holds the secrets of profiles if no keyring works. It is in the user's config folder.
const SecretsFile = "secrets.yaml"

// ErrNoSecrets means that a store works and has no entry of that name.
var ErrNoSecrets = errors.New("nothing is stored")

// Secrets are the secrets of a profile. Printing them prints no secret.
type Secrets struct {
	AuthToken      string `json:"auth_token,omitempty"`
	KeySecret      string `json:"key_secret,omitempty"`
	NgrokAuthtoken string `json:"ngrok_authtoken,omitempty"`
}

// String hides secrets in messages and logs.
func (Secrets) String() string { return "(secrets)" }

// GoString does the same for %#v.
func (s Secrets) GoString() string { return s.String() }

// Names returns the keys of the secrets that are set.
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

// fields returns the fields of the secrets, by key.
func (s *Secrets) fields() map[string]*string {
	return map[string]*string{"auth_token": &s.AuthToken, "key_secret": &s.KeySecret, "ngrok_authtoken": &s.NgrokAuthtoken}
}

// Store stores the secrets of profiles. Its methods can block without limit; callers must set a time limit where that
// matters.
type Store interface {
	Load(ctx context.Context, profile string) (Secrets, error) // [ErrNoSecrets] if there are no secrets
	Save(ctx context.Context, profile string, s Secrets) error
	Remove(ctx context.Context, profile string) error // no error if there are no secrets
}

// opened is what a profile's store returned.
type opened struct {
	secrets Secrets
	err     error
}

// Secrets returns the secrets of a profile. If they cannot be read, the error has exit code 4 and names the store.
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
	default: // written by hand: try the file first, which is fast
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

// Where describes the place of a profile's secrets, for messages.
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

// fileOnly reports whether the user wants no keyring. A server has none, and accessing it can start one.
func (c *Config) fileOnly() bool { return c.Text("keyring") == InFile }
