package logs

import (
	"context"
	"fmt"

	"github.com/twvoice/twvoice/internal/capture"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
)

// kept is the archive of serve on this machine, if it can be read. The account's data is shown without it too.
type kept struct {
	f       *cmdutil.Factory
	archive *capture.Archive // nil if it cannot be read
}

func openKept(ctx context.Context, f *cmdutil.Factory) *kept {
	archive, err := f.Archive(ctx)
	k := &kept{f: f, archive: archive}
	if err != nil {
		k.fail(err)
	}
	return k
}

// fail reports once that alerts are shown without their requests from now on.
func (k *kept) fail(err error) {
	k.close()
	k.archive = nil
	k.f.Env.Notef("%s alerts are shown without the requests that caused them: %v", k.f.Paint().Yellow("warning:"), err)
}

func (k *kept) close() {
	if k.archive != nil {
		_ = k.archive.Close() // nothing was written
	}
}

// join sets the requests that caused alerts.
func (k *kept) join(ctx context.Context, all []entry) error {
	for i := range all {
		e := &all[i]
		if k.archive == nil || e.Kind != kindAlert {
			continue
		}
		cause, found, err := k.archive.Cause(ctx, capture.AlertRef{CallSid: e.CallSid, URL: e.URL, Code: e.Code, At: e.At})
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			k.fail(err)
		case found:
			e.Request = cause.ID
		}
	}
	return nil
}

// complete returns the CallSid for a prefix. Twilio only accepts complete SIDs; the calls that serve has answered are
// known here.
func (k *kept) complete(ctx context.Context, typed string) (string, error) {
	whole := fmt.Errorf("--call %q is not a complete CallSid: CA and 32 hexadecimal digits", typed)
	if k.archive == nil {
		return "", fault.With(whole, fault.Usage, "twvoice logs shows the calls of the account")
	}
	call, err := k.archive.Find(ctx, typed)
	if err != nil {
		return "", fault.With(fmt.Errorf("%w, and not the prefix of one that serve answered", whole), fault.Usage, "twvoice logs shows the calls of the account, twvoice calls list those that serve answered")
	}
	return call.CallSid, nil
}
