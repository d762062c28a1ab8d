package config

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/viper"

	"github.com/twvoice/twvoice/internal/fault"
)

// Names of the two files.
const (
	ProjectFile = "twvoice.yaml" // in the working directory
	UserFile    = "config.yaml"  // in the user's config folder
)

// From is where settings are looked for.
type From struct {
	Getenv func(string) string
	Dir    string // the project's folder
	Folder string // the user's config folder
}

// Value is a setting with its source: "TWVOICE_LOCAL", "twvoice.yaml", "/home/ann/.config/twvoice/config.yaml".
type Value struct {
	Key    string
	Texts  []string // one, or several for a list
	Source string
}

// Text is the value as one string.
func (v Value) Text() string { return strings.Join(v.Texts, ",") }

// Config is what is set outside the command line. Reading it is safe for concurrent use.
// The zero value has nothing set.
type Config struct {
	layers []layer // the first that has a key wins
	from   From
}

// layer is one place of settings, read as a map of its own so that every value knows where it came from.
type layer struct {
	source string
	values map[string][]string
	viper  *viper.Viper // of a file, for what is not a plain setting (profiles)
}

// Load reads the environment and both files. A file that is not there sets nothing;
// one that is broken, or that sets something nobody knows, is an error of exit code 2.
func Load(from From) (*Config, error) {
	project, err := readFile(filepath.Join(from.Dir, ProjectFile), ProjectFile)
	if err != nil {
		return nil, err
	}
	if err := project.refuse(func(s Setting) bool { return s.UserOnly }, "belongs into your own "+filepath.Join(from.Folder, UserFile)); err != nil {
		return nil, err
	}
	path := filepath.Join(from.Folder, UserFile)
	user, err := readFile(path, path)
	if err != nil {
		return nil, err
	}
	if err := user.refuse(func(Setting) bool { return false }, ""); err != nil {
		return nil, err
	}
	return &Config{layers: []layer{environment(from.Getenv), project, user}, from: from}, nil
}

// Lookup is the value of a key, from the first place that sets it.
func (c *Config) Lookup(key string) (Value, bool) {
	for _, l := range c.layers {
		texts, ok := l.values[key]
		if !ok {
			continue
		}
		source := l.source
		if source == "" {
			source = variable(key)
		}
		return Value{Key: key, Texts: texts, Source: source}, true
	}
	return Value{}, false
}

// Text is the value of a key, "" where it is not set.
func (c *Config) Text(key string) string {
	v, _ := c.Lookup(key)
	return v.Text()
}

func variable(key string) string {
	return "TWVOICE_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

func environment(getenv func(string) string) layer {
	l := layer{values: map[string][]string{}}
	for _, s := range Settings() {
		if text := getenv(variable(s.Key)); text != "" {
			l.values[s.Key] = []string{text}
		}
	}
	return l
}

func readFile(path, name string) (layer, error) {
	l := layer{source: name, values: map[string][]string{}, viper: viper.New()}
	l.viper.SetConfigFile(path)
	l.viper.SetConfigType("yaml")
	err := l.viper.ReadInConfig()
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err != nil {
		return l, fault.With(fmt.Errorf("read %s: %w", name, err), fault.Usage, "mend or remove the file")
	}
	for _, key := range l.viper.AllKeys() {
		if slices.ContainsFunc(Settings(), func(s Setting) bool { return s.Key == key }) {
			l.values[key] = texts(l.viper.Get(key))
		}
	}
	return l, nil
}

func texts(value any) []string {
	list, ok := value.([]any)
	if !ok {
		return []string{fmt.Sprint(value)}
	}
	all := make([]string, 0, len(list))
	for _, item := range list {
		all = append(all, fmt.Sprint(item))
	}
	return all
}

// refuse reports the first key of a file that does not belong there.
func (l layer) refuse(misplaced func(Setting) bool, where string) error {
	keys := l.viper.AllKeys()
	slices.Sort(keys)
	for _, key := range keys {
		i := slices.IndexFunc(Settings(), func(s Setting) bool { return s.Key == key })
		switch {
		case i >= 0 && misplaced(Settings()[i]):
			return fault.With(fmt.Errorf("%s: %s cannot be set here", l.source, key), fault.Usage, "it "+where)
		case i < 0 && secret(key):
			return fault.With(fmt.Errorf("%s: %s: secrets do not belong into this file", l.source, key), fault.Usage,
				"set TWILIO_AUTH_TOKEN or NGROK_AUTHTOKEN in the environment, or run: twvoice login")
		case i < 0 && !strings.HasPrefix(key, "profiles."):
			return fault.With(fmt.Errorf("%s: unknown setting %s", l.source, key), fault.Usage, "twvoice config lists all settings")
		case i < 0 && l.source == ProjectFile:
			return fault.With(fmt.Errorf("%s: profiles cannot be set here", l.source), fault.Usage, "run: twvoice login")
		}
	}
	return nil
}

func secret(key string) bool {
	return strings.Contains(key, "token") || strings.Contains(key, "secret") || strings.Contains(key, "password")
}
