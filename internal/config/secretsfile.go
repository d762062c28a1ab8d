package config

import (
	"context"
	"errors"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"github.com/twvoice/twvoice/internal/userfile"
)

// secretsFile is the store for machines without a keyring: a file that only its owner may read.
type secretsFile struct{ path string }

var _ Store = secretsFile{}

// secretsNotice is the first line of the file.
const secretsNotice = "# Secrets of twvoice's profiles, written by twvoice login because no keyring could be used.\n# Do not share this file; twvoice logout removes its contents.\n"

func (f secretsFile) Load(_ context.Context, profile string) (Secrets, error) {
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

func (f secretsFile) Save(_ context.Context, profile string, s Secrets) error {
	all, err := f.read()
	if err != nil {
		return err
	}
	all[profile] = s
	return f.write(all)
}

// Remove deletes the entry, and the file after the last one.
func (f secretsFile) Remove(_ context.Context, profile string) error {
	all, err := f.read()
	if err != nil {
		return err
	}
	if _, ok := all[profile]; !ok {
		return nil
	}
	delete(all, profile)
	if len(all) == 0 {
		return userfile.Remove(f.path)
	}
	return f.write(all)
}

// read reads values as written: 0123 is a token and not 83. Errors name the line and do not quote it.
func (f secretsFile) read() (map[string]Secrets, error) {
	all := map[string]Secrets{}
	text, err := userfile.ReadRegular(f.path, userfile.MaxSettings)
	if notThere(err) {
		return all, nil
	}
	if err != nil {
		return nil, err
	}
	root, err := parse(f.path, text)
	if err == nil && root != nil {
		err = readSecrets(f.path, root, all)
	}
	if err != nil {
		return nil, errors.New(err.Error()) // drops the exit code; the caller sets its own
	}
	return all, nil
}

func readSecrets(path string, root *ast.MappingNode, all map[string]Secrets) error {
	for _, profile := range root.Values {
		values, ok := profile.Value.(*ast.MappingNode)
		if !ok {
			return at(profile).fault(path, "expected the secrets of a profile below its name", "")
		}
		var s Secrets
		fields := s.fields()
		for _, v := range values.Values {
			text, err := plain(v.Value)
			value, single := text.(string)
			field, known := fields[key(v)]
			if err != nil || !single || !known {
				return at(v).fault(path, "expected auth_token, key_secret or ngrok_authtoken, and a value", "")
			}
			*field = value
		}
		all[key(profile)] = s
	}
	return nil
}

func (f secretsFile) write(all map[string]Secrets) error {
	text, err := yaml.Marshal(all)
	if err != nil {
		return err
	}
	return replaceFile(f.path, append([]byte(secretsNotice), text...))
}
