package cmdutil

import (
	"context"
	"net/http"

	"github.com/twvoice/twvoice/internal/account"
)

// DryRequest is the dry run of a command that sends requests: it prints the first request and does not send it. It returns
// [account.ErrDryRun]. The error that do returns because of the missing answer is dropped.
func (f *Factory) DryRequest(ctx context.Context, do func(ctx context.Context, over http.RoundTripper) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	transport := &unsent{printing: account.Unsent{Out: f.Env.Stdout}, printed: cancel}
	err := do(ctx, transport)
	if transport.asked || err == nil {
		return account.ErrDryRun
	}
	return err // an error that the real run would return too, before it sends anything
}

// unsent is a transport that ends the run with its first request.
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
