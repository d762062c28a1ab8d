package serve

import (
	"context"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/tunnel"
)

// ngrok finds what ngrok needs.
func (s *session) ngrok(ctx context.Context) (tunnel.Options, error) {
	o, _, err := s.f.Ngrok(ctx, s.o.TokenFile)
	if err == nil && o.Authtoken == "" {
		err = cmdutil.NoAuthtoken()
	}
	o.URL, o.Metadata = s.o.URL, "twvoice serve"
	return o, err
}
