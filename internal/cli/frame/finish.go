package frame

import (
	"errors"
	"io"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/term"
)

// Showable refuses what could not be shown at the end, a bad --fields or --jq, before anything is changed.
func (f *Frame) Showable(v term.View) error {
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
