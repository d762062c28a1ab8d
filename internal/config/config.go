package config

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"

	"github.com/twvoice/twvoice/internal/fault"
)

// Names of the two configuration files.
const (
	ProjectFile = "twvoice.yaml" // in the working directory
	UserFile    = "config.yaml"  // in the user's config folder
)

// From says where settings are read from.
type From struct {
	Getenv  func(string) string
	Dir     string // the project's folder
	Folder  string // the user's config folder
	Keyring Store  // nil: the system's
}

// Value is a setting with its source: "TWVOICE_LOCAL", "twvoice.yaml", "/home/ann/.config/twvoice/config.yaml".
type Value struct {
	Key    string
	Texts  []string // one, or several for a list
	Source string
}

// Text returns the value as one string.
func (v Value) Text() string { return strings.Join(v.Texts, ",") }

// Config is the configuration outside the command line. Reading it is safe for concurrent use. The zero value has no
// settings. Changes saved through it are visible to the next [Load], not to the Config itself.
type Config struct {
	layers   []layer // the first that has a key wins
	profiles []Profile
	from     From
	keyring  Store // with its time limit

	mu     sync.Mutex
	opened map[string]opened // what the stores returned, by profile; each is read once
}

// Unset returns a configuration without settings.
func Unset(from From) *Config {
	c := &Config{from: from, keyring: &patient{store: from.Keyring}, opened: map[string]opened{}}
	if from.Keyring == nil {
		c.keyring = &patient{store: systemKeyring{}}
	}
	return c
}

// Load reads the environment and both files. A missing file sets nothing. An invalid file, or one with an unknown
// setting, is an error with exit code 2.
func Load(from From) (*Config, error) {
	project, err := readFile(filepath.Join(from.Dir, ProjectFile), ProjectFile)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(from.Folder, UserFile)
	if from.Folder == "" {
		path = "" // without a user folder there is no user file; a path relative to the project would be wrong
	}
	if err := project.forProjects(path); err != nil {
		return nil, err
	}
	user, err := readFile(path, path)
	if err != nil {
		return nil, err
	}
	c := Unset(from)
	c.layers, c.profiles = []layer{environment(from.Getenv), project, user}, user.profiles
	if v, set := c.Lookup("keyring"); set && v.Text() != InFile && v.Text() != "system" {
		return nil, fault.With(fmt.Errorf("%s: keyring %q is invalid: use system or file", v.Source, v.Text()), fault.Usage, "")
	}
	return c, nil
}

// Files returns the paths of the project's file and of the user's, whether they exist or not.
func (c *Config) Files() (project, user string) {
	return filepath.Join(c.from.Dir, ProjectFile), filepath.Join(c.from.Folder, UserFile)
}

// Lookup returns the value of a key from the first place that sets it.
func (c *Config) Lookup(key string) (Value, bool) {
	for _, l := range c.layers {
		texts, ok := l.values[key]
		if !ok {
			continue
		}
		source := l.source
		if source == "" {
			source = Variable(key)
		}
		return Value{Key: key, Texts: texts, Source: source}, true
	}
	return Value{}, false
}

// Text returns the value of a key, or "" if it is not set.
func (c *Config) Text(key string) string {
	v, _ := c.Lookup(key)
	return v.Text()
}

// Variable returns the environment variable that sets a key.
func Variable(key string) string {
	return "TWVOICE_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

func environment(getenv func(string) string) layer {
	l := layer{values: map[string][]string{}}
	for _, s := range Settings() {
		text := getenv(Variable(s.Key))
		switch {
		case text == "":
		case s.List:
			for one := range strings.SplitSeq(text, ",") {
				l.values[s.Key] = append(l.values[s.Key], strings.TrimSpace(one))
			}
		default:
			l.values[s.Key] = []string{text}
		}
	}
	return l
}
