package userfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Replace gives a file a new content, all of it or, whatever happens half-way, nothing: the content is written and synced beside
// the file, then takes its name. The mode holds whatever the umask says. The folder must be there. A symbolic link keeps
// pointing where it does. On Windows it waits for those who have the file open, for a short time.
func Replace(path string, content []byte, mode fs.FileMode) error {
	switch target, err := filepath.EvalSymlinks(path); {
	case err == nil:
		path = target
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	beside, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp") // 0600 from the start
	if err != nil {
		return err
	}
	_, err = beside.Write(content)
	if err == nil {
		err = beside.Sync()
	}
	if err = errors.Join(err, beside.Close()); err == nil {
		err = os.Chmod(beside.Name(), mode)
	}
	if err == nil {
		err = insist(func() error { return os.Rename(beside.Name(), path) })
	}
	if err != nil {
		return errors.Join(err, Remove(beside.Name()))
	}
	return nil
}

// Writable returns why a regular file cannot be written to. It changes nothing.
func Writable(path string) error {
	file, err := openWrite(path)
	if err != nil {
		return err
	}
	return file.Close()
}

// Remove removes a file. On Windows it waits for those who have it open, for a short time.
func Remove(path string) error { return insist(func() error { return os.Remove(path) }) }
