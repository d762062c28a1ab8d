package frame

import (
	"context"
	"fmt"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/userfile"
)

// Read reads the file that was typed, of which there may be most bytes; - is standard input. Errors name it as it was typed. It
// ends with ctx, also where the name is that of a pipe.
func (f *Frame) Read(ctx context.Context, typed string, most int64) ([]byte, error) {
	if typed == "-" {
		source, err := userfile.ReadFrom(f.Env.Input(ctx), "standard input", most)
		if err != nil {
			return nil, Unread("standard input", err)
		}
		return source, nil
	}
	source, err := userfile.Read(ctx, f.Env.Path(typed), most)
	if err != nil {
		return nil, Unread(typed, err)
	}
	return source, nil
}

// Unread is the error for a file that could not be read, by the name that was typed.
func Unread(typed string, err error) error {
	return fault.With(fmt.Errorf("read %s: %w", typed, userfile.Reason(err)), fault.Failed, "")
}
