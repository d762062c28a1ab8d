package userfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Replace replaces the content of a file completely or, after a failure, not at all: it writes and syncs a temporary
// file in the same folder, then renames it. The mode is set regardless of the umask. The folder must exist. A symbolic
// link stays one. On Windows it waits a short time for processes that have the file open.
func Replace(path string, content []byte, mode fs.FileMode) error {
	switch target, err := filepath.EvalSymlinks(path); {
	case err == nil:
		path = target
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp") // 0600 from the start
	if err != nil {
		return err
	}
	_, err = temp.Write(content)
	if err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Chmod(temp.Name(), mode)
	}
	if err == nil {
		err = retry(func() error { return os.Rename(temp.Name(), path) })
	}
	if err != nil {
		return errors.Join(err, Remove(temp.Name()))
	}
	return nil
}

// Writable returns why a regular file cannot be written to, or nil. It changes nothing.
func Writable(path string) error {
	file, err := openWrite(path)
	if err != nil {
		return err
	}
	return file.Close()
}

// Remove removes a file. On Windows it waits a short time for processes that have it open.
func Remove(path string) error { return retry(func() error { return os.Remove(path) }) }
