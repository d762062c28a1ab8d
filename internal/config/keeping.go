package config

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
)

// Keeping describes where secrets are stored on this machine, and what is wrong with it.
type Keeping struct {
	File    string   // the file used without a keyring
	Held    bool     // the file exists
	Exposed error    // other users can read the file, or it is unreadable
	Asked   bool     // the keyring was tried; false if the user wants none
	Keyring error    // why the keyring cannot be used; nil if it can
	Relying []string // the profiles whose secrets are in the keyring
}

// Keeping tests the keyring with an entry that does not exist, so that no secret is read. The test has a time limit. The
// error is ctx's.
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

// Exposed reports whether a file of secrets exists, and returns an error if other users can read it. Windows has no such
// permission bits; there the folder belongs to the user.
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
