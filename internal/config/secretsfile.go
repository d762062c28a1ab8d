package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/goccy/go-yaml"
)

// secretsFile is the store for machines without a keyring: a file that only its owner may read.
type secretsFile struct{ path string }

var _ Store = secretsFile{}

// secretsNotice stands at the top of the file, for whoever finds it.
const secretsNotice = "# Secrets of twvoice's profiles, written by twvoice login because no keyring could be used.\n# Keep this file to yourself; twvoice logout removes what is in it.\n"

func (f secretsFile) Load(profile string) (Secrets, error) {
	all, err := f.read()
	if err != nil {
		return Secrets{}, err
	}
	s, ok := all[profile]
	if !ok {
		return Secrets{}, ErrNoSecrets
	}
	return s, nil
}

func (f secretsFile) Save(profile string, s Secrets) error {
	all, err := f.read()
	if err != nil {
		return err
	}
	all[profile] = s
	return f.write(all)
}

// Remove deletes the file with its last entry.
func (f secretsFile) Remove(profile string) error {
	all, err := f.read()
	if err != nil {
		return err
	}
	if _, ok := all[profile]; !ok {
		return nil
	}
	delete(all, profile)
	if len(all) == 0 {
		return os.Remove(f.path)
	}
	return f.write(all)
}

func (f secretsFile) read() (map[string]Secrets, error) {
	all := map[string]Secrets{}
	text, err := os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err != nil {
		return nil, err
	}
	if err := yaml.Unmarshal(text, &all); err != nil {
		where := ""
		if broken, ok := errors.AsType[yaml.Error](err); ok && broken.GetToken() != nil {
			where = fmt.Sprintf(" in line %d", broken.GetToken().Position.Line)
		}
		return nil, fmt.Errorf("%s is broken%s", f.path, where) // the error itself would quote the line
	}
	return all, nil
}

func (f secretsFile) write(all map[string]Secrets) error {
	text, err := yaml.Marshal(all)
	if err != nil {
		return err
	}
	return replaceFile(f.path, append([]byte(secretsNotice), text...))
}
