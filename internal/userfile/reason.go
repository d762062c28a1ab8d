package userfile

import (
	"errors"
	"io/fs"
)

// Reason returns the error of a file without its path, for messages that name the file as typed. Common errors have the
// same words on every system. Nil stays nil.
func Reason(err error) error {
	if wrong, ok := errors.AsType[*fs.PathError](err); ok {
		err = wrong.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &reason{"no such file or directory", err}
	case errors.Is(err, fs.ErrPermission):
		return &reason{"permission denied", err}
	}
	return err
}

// reason is a system error with our words.
type reason struct {
	text string
	err  error
}

func (r *reason) Error() string { return r.text }
func (r *reason) Unwrap() error { return r.err }
