package config

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
)

// Keeping is where secrets are kept on this machine, and what is wrong with that.
type Keeping struct {
	File    string   // that secrets are in where no keyring can be used
	Held    bool     // there is such a file
	Exposed error    // others can read it, or nobody can
	Asked   bool     // whether the keyring was: not where the user wants none
	Keyring error    // why it cannot be used, nil where it can
	Relying []string // the profiles whose secrets are in the keyring
}

// Keeping asks the keyring, with its time limit, for something that is not there, so that no secret is read.
// The error is that of ctx.
func (c *Config) Keeping(ctx context.Context) (Keeping, error) {
	k := Keeping{File: c.file().path}
	k.Held, k.Exposed = Exposed(k.File)
	for _, p := range c.profiles {
		if p.Store == InKeyring {
			k.Relying = append(k.Relying, p.Name)
		}
	}
	if c.fileOnly() && len(k.Relying) == 0 {
		return k, nil
	}
	k.Asked = true
	_, err := c.keyring.Load(ctx, "twvoice doctor")
	if ctx.Err() != nil {
		return k, ctx.Err()
	}
	if !errors.Is(err, ErrNoSecrets) {
		k.Keyring = err
	}
	return k, nil
}

// Exposed looks at a file of secrets: whether it is there, and an error where others than its owner can read it. Windows has no such bits; there the folder is the user's own.
func Exposed(path string) (held bool, err error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return true, err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 && runtime.GOOS != "windows" {
		return true, &ExposedError{path, mode}
	}
	return true, nil
}

// ExposedError is the error of a file of secrets that other users can read.
type ExposedError struct {
	Path string
	Mode fs.FileMode // permissions only
}

func (e *ExposedError) Error() string {
	return fmt.Sprintf("other users can read %s (mode %04o)", e.Path, e.Mode)
}
