package cmdutil

import (
	"context"
	"fmt"
	"net/http"

	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/userfile"
)

// Read reads a file of at most most bytes; - is standard input. Errors name it as it was typed. It ends with ctx, even
// if the file is a pipe.
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

// Unread returns the error for a file that could not be read, with the name as typed.
func Unread(typed string, err error) error {
	return fault.With(fmt.Errorf("read %s: %w", typed, userfile.Reason(err)), fault.Failed, "")
}

// fromDisk answers requests for documents on the disk, as the application of a file or folder. Other hosts are requested
// over the network only if package client allows it, because calling a file should need no network.
type fromDisk struct{ documents, network http.RoundTripper }

// RoundTrip implements [http.RoundTripper].
func (d fromDisk) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Host == inMemoryHost {
		return d.documents.RoundTrip(req)
	}
	return d.network.RoundTrip(req)
}
