package twiml

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/userfile"
)

// rewrite gives a file that exists a new content, all of it or, whatever happens half-way, nothing: the content is written
// beside the file, then takes its name and its mode. A symbolic link keeps pointing where it does.
func rewrite(file string, content []byte) error {
	file, err := filepath.EvalSymlinks(file)
	if err != nil {
		return err
	}
	mode, err := writable(file)
	if err != nil {
		return err
	}
	beside, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".*.tmp")
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
		err = os.Rename(beside.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(beside.Name()))
	}
	return nil
}

// writable is the mode of a file that may be written. A rename asks only the folder, and would replace one that may not.
func writable(file string) (fs.FileMode, error) {
	info, err := os.Stat(file)
	if err == nil {
		err = userfile.Readable(file, info, userfile.MaxTwiML, 0) // a pipe, above all, whose opening would wait for a reader
	}
	if err != nil {
		return 0, err
	}
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return info.Mode().Perm(), nil
}

// unwritten names the file as the user typed it.
func unwritten(typed string, err error) error {
	if wrong, ok := errors.AsType[*fs.PathError](err); ok {
		err = wrong.Err
	}
	return fault.With(fmt.Errorf("write %s: %w", typed, err), fault.Failed, "")
}
