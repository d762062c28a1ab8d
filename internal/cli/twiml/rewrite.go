package twiml

import (
	"fmt"
	"io/fs"
	"os"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/userfile"
)

// rewrite gives a file that exists a new content, all of it or, whatever happens half-way, nothing. It keeps its mode, and a
// symbolic link keeps pointing where it does.
func rewrite(file string, content []byte) error {
	mode, err := writable(file)
	if err != nil {
		return err
	}
	return userfile.Replace(file, content, mode)
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
	return info.Mode().Perm(), userfile.Writable(file)
}

// unwritten names the file as the user typed it.
func unwritten(typed string, err error) error {
	return fault.With(fmt.Errorf("write %s: %w", typed, userfile.Reason(err)), fault.Failed, "")
}
