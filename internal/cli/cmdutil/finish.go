package cmdutil

import (
	"errors"
	"io"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/pkg/webhook/neterr"
)

// CheckOutput rejects an invalid --fields or --jq before anything is changed.
func (f *Factory) CheckOutput(v term.View) error {
	out := f.Output()
	out.To = io.Discard
	_, err := out.List(v)
	return err
}

// Finish shows the rows that a list still holds, also after an error, because they were successful. After a dry run
// there is no list; the request that would have been sent is the answer.
func Finish(rows *term.List, err error) error {
	if errors.Is(err, account.ErrDryRun) {
		return err
	}
	return errors.Join(err, rows.Close())
}

// IgnoreUnread drops the error of a closed standard output. Commands that only read use it: a reader such as head may
// stop early. Commands that change something do not, because they must report that the result was not shown.
func IgnoreUnread(err error) error {
	if _, unwritten := errors.AsType[*unwrittenError](err); unwritten && neterr.Unread(err) {
		return nil
	}
	return err
}

// Answer is standard output that remembers the first write error. It is for one goroutine.
type Answer struct {
	To  io.Writer
	Err error
}

// Write writes and marks an error as one of standard output, because a network connection can return the same error.
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
