package serve

import (
	"context"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/tunnel"
)

// ngrok returns what ngrok needs.
func (o Options) ngrok(ctx context.Context, f *cmdutil.Factory) (tunnel.Options, error) {
	needs, _, err := f.Ngrok(ctx, o.TokenFile)
	if err == nil && needs.Authtoken == "" {
		err = cmdutil.NoAuthtoken()
	}
	needs.URL, needs.Metadata = o.URL, "twvoice serve"
	return needs, err
}
