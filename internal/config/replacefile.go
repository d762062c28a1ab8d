package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// replaceFile gives a file a new content, all of it or, whatever happens half-way, nothing: the content is written and
// synced beside the file, then takes its name. Only the owner may read it. A symbolic link keeps pointing where it does.
func replaceFile(path string, content []byte) error {
	switch target, err := filepath.EvalSymlinks(path); {
	case err == nil:
		path = target
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the config folder: %w", err)
	}
	beside, err := os.CreateTemp(dir, filepath.Base(path)+".*.tmp") // 0600 from the start
	if err != nil {
		return err
	}
	_, err = beside.Write(content)
	if err == nil {
		err = beside.Sync()
	}
	if err := errors.Join(err, beside.Close()); err != nil {
		return errors.Join(err, os.Remove(beside.Name()))
	}
	if err := os.Rename(beside.Name(), path); err != nil {
		return errors.Join(err, os.Remove(beside.Name()))
	}
	return nil
}
