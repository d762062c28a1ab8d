package cmdutil

import (
	"context"
	"fmt"
	"net/http"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/userfile"
)

// Read reads the file that was typed, of which there may be most bytes; - is standard input. Errors name it as it was typed. It
// ends with ctx, also where the name is that of a pipe.
func (f *Factory) Read(ctx context.Context, typed string, most int64) ([]byte, error) {
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

// fromDisk answers for documents on the disk, as the application that a file or folder is. What they name on other hosts goes over the
// network, if it is asked at all: whoever calls a file has asked for no network, and the rule of package client keeps it so.
type fromDisk struct{ documents, network http.RoundTripper }

// RoundTrip answers, or passes on.
func (d fromDisk) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Host == inMemoryHost {
		return d.documents.RoundTrip(req)
	}
	return d.network.RoundTrip(req)
}
