package twiml

import (
	"fmt"
	"io/fs"
	"os"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/userfile"
)

// rewrite replaces the content of an existing file, completely or not at all. The file keeps its mode, and a symbolic
// link stays one.
func rewrite(file string, content []byte) error {
	mode, err := writable(file)
	if err != nil {
		return err
	}
	return userfile.Replace(file, content, mode)
}

// writable returns the mode of a writable file. A rename only needs permission for the folder and would also replace a
// read-only file.
func writable(file string) (fs.FileMode, error) {
	info, err := os.Stat(file)
	if err == nil {
		err = userfile.Readable(file, info, userfile.MaxTwiML, 0) // not a pipe, whose opening would wait for a reader
	}
	if err != nil {
		return 0, err
	}
	return info.Mode().Perm(), userfile.Writable(file)
}

// unwritten returns an error that names the file as typed.
func unwritten(typed string, err error) error {
	return fault.With(fmt.Errorf("write %s: %w", typed, userfile.Reason(err)), fault.Failed, "")
}
