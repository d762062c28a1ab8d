//go:build unix

package userfile

import (
	"errors"
	"os"
	"syscall"
)

// open does not wait for a writer of a pipe, and makes read deadlines work.
func open(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

// openWrite does not wait for a reader of a pipe, and makes write deadlines work.
func openWrite(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0)
}

// unread reports whether a pipe could not be opened because it has no reader.
func unread(err error) bool { return errors.Is(err, syscall.ENXIO) }
