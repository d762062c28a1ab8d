package cmdutil

import (
	"context"
	"net/http"

	"github.com/twvoice/twvoice/internal/account"
)

// Unsent is the dry run of a command that asks an application: the first request is made as ever, printed, and not sent. Its error
// is [account.ErrDryRun]: what do makes of a transport that sends nothing is of no interest.
func (f *Factory) Unsent(ctx context.Context, do func(ctx context.Context, over http.RoundTripper) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	transport := &unsent{printing: account.Unsent{Out: f.Env.Stdout}, printed: cancel}
	err := do(ctx, transport)
	if transport.asked || err == nil {
		return account.ErrDryRun
	}
	return err // what the real run would end with, too, before it sends anything
}

// unsent ends the run with its first request.
type unsent struct {
	printing account.Unsent
	printed  context.CancelFunc
	asked    bool
}

func (u *unsent) RoundTrip(r *http.Request) (*http.Response, error) {
	if u.asked {
		return nil, account.ErrDryRun
	}
	u.asked = true
	_, err := u.printing.RoundTrip(r)
	u.printed()
	return nil, err
}
