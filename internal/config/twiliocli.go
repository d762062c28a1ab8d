package config

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/userfile"
)

// twilioCLI is the configuration of Twilio's CLI.
//
// Its profiles store the secret of their key in ~/.twilio-cli/config.json. Profiles of older versions, called projects
// in the same file, store it in the system's keychain; other programs cannot use it there.
// https://github.com/twilio/twilio-cli-core/blob/main/src/services/config.js
type twilioCLI struct {
	path     string
	active   string
	profiles []twilioProfile
	err      error // the file exists but cannot be read
}

type twilioProfile struct {
	Name       string `json:"-"`
	ID         string `json:"id"` // of an older profile
	AccountSid string `json:"accountSid"`
	KeySid     string `json:"apiKey"`
	KeySecret  string `json:"apiSecret"`
	Region     string `json:"region"`
	Edge       string `json:"edge"`
}

func (c *Config) twilioCLI() twilioCLI {
	var found twilioCLI
	for _, variable := range []string{"HOME", "USERPROFILE"} { // the order of Node's os.homedir
		home := c.from.Getenv(variable)
		if home == "" {
			continue
		}
		path := filepath.Join(home, ".twilio-cli", "config.json")
		data, err := userfile.ReadRegular(path, userfile.MaxSettings)
		if notThere(err) {
			continue
		}
		if err == nil {
			err = found.read(data)
		}
		if err != nil {
			found.err = fmt.Errorf("read the twilio CLI's profiles: %w", err)
		}
		found.path = path
		return found
	}
	return found
}

func (t *twilioCLI) read(data []byte) error {
	var file struct {
		Active   string                   `json:"activeProject"` // of both kinds
		Edge     string                   `json:"edge"`
		Profiles map[string]twilioProfile `json:"profiles"`
		Projects []twilioProfile          `json:"projects"`
	}
	data, err := userfile.Text(data)
	if err != nil {
		return err
	}
	if json.Unmarshal(data, &file) != nil { // the JSON error might quote a secret
		return errors.New("config.json is not valid JSON")
	}
	t.active = file.Active
	for _, name := range slices.Sorted(maps.Keys(file.Profiles)) {
		p := file.Profiles[name]
		p.Name = name
		t.profiles = append(t.profiles, p)
	}
	for _, p := range file.Projects {
		p.Name = p.ID
		t.profiles = append(t.profiles, p)
	}
	for i := range t.profiles {
		if t.profiles[i].Edge == "" {
			t.profiles[i].Edge = file.Edge
		}
	}
	if t.active == "" && len(t.profiles) == 1 {
		t.active = t.profiles[0].Name
	}
	return nil
}

// find returns the profile of that name.
func (t *twilioCLI) find(name string) (twilioProfile, bool) {
	i := slices.IndexFunc(t.profiles, func(p twilioProfile) bool { return p.Name == name })
	if i < 0 {
		return twilioProfile{}, false
	}
	return t.profiles[i], true
}

// public returns the profile without its secret.
func (p twilioProfile) public() Profile {
	return Profile{Name: p.Name, AccountSid: p.AccountSid, KeySid: p.KeySid, Region: p.Region, Edge: p.Edge, Store: InTwilioCLI}
}

// credentials returns the credentials of a profile, if its secret is in the file.
func (p twilioProfile) credentials() (Credentials, error) {
	source := "twilio CLI profile " + p.Name
	if p.KeySid == "" || p.KeySecret == "" {
		return Credentials{}, fault.With(fmt.Errorf("the %s stores its secret in the system's keychain, where twvoice cannot read it", source),
			fault.Credentials, "run: twvoice login --profile "+p.Name)
	}
	found := Credentials{AccountSid: p.AccountSid, KeySid: p.KeySid, KeySecret: p.KeySecret, Region: p.Region, Edge: p.Edge}
	return found.from(source), nil
}

// fromTwilioCLI returns the credentials of the profile that Twilio's CLI would use.
func (c *Config) fromTwilioCLI(context.Context, Typed) (Credentials, error) {
	cli := c.twilioCLI()
	if cli.err != nil {
		return Credentials{}, fault.With(cli.err, fault.Credentials, "fix or remove "+cli.path+", or run: twvoice login")
	}
	p, ok := cli.find(cli.active)
	if !ok {
		return Credentials{}, nil
	}
	return p.credentials()
}
