package cmdutil

import (
	"errors"
	"io"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/pkg/webhook/neterr"
)

// Showable refuses what could not be shown at the end, a bad --fields or --jq, before anything is changed.
func (f *Factory) Showable(v term.View) error {
	out := f.Output()
	out.To = io.Discard
	_, err := out.List(v)
	return err
}

// Finish shows what a list still holds, also after an error: what was done before it is an answer too.
// After a dry run there is no list; what would have been sent is the answer.
func Finish(rows *term.List, err error) error {
	if errors.Is(err, account.ErrDryRun) {
		return err
	}
	return errors.Join(err, rows.Close())
}

// IgnoreUnread is the end of a command that only looks: a reader that has seen enough, as head has, is no failure of it.
// What changes something ends without: it must say that nobody was told.
func IgnoreUnread(err error) error {
	if _, unwritten := errors.AsType[*unwrittenError](err); unwritten && neterr.Unread(err) {
		return nil
	}
	return err
}

// Answer is standard output with a memory of the first write that failed. It is for one goroutine.
type Answer struct {
	To  io.Writer
	Err error
}

// Write writes, and marks an error as one of standard output: a connection can break like a pipe.
func (a *Answer) Write(p []byte) (int, error) {
	n, err := a.To.Write(p)
	if err == nil {
		return n, nil
	}
	err = &unwrittenError{err}
	if a.Err == nil {
		a.Err = err
	}
	return n, err
}

type unwrittenError struct{ error }

func (u *unwrittenError) Unwrap() error { return u.error }
