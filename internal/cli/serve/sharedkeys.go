package serve

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/userfile"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// readSharedKeys reads --shared-key-file: a key SID and its secret per line.
func (s *session) readSharedKeys(ctx context.Context) error {
	name := s.o.SharedKeyFile
	if name == "" {
		return nil
	}
	source, err := s.f.Read(ctx, name, userfile.MaxSettings)
	if err == nil {
		source, err = userfile.Text(source)
	}
	if err != nil {
		return fault.With(err, fault.Credentials, "")
	}
	if s.sharedKeys, err = webhook.ParseSharedKeys(source); err != nil {
		return fault.With(fmt.Errorf("read %s: %w", name, err), fault.Credentials, "each line is the SID of a key, a blank and its secret: webhooks_sharedkey_… SECRET")
	}
	if name == "-" {
		return nil
	}
	if _, err := config.Exposed(s.f.Env.Path(name)); err != nil {
		s.notef("%s %v: chmod 600 %s", s.f.Paint().Yellow("warning:"), err, name)
	}
	return nil
}

// secrets are what must not be kept of a request.
func (s *session) secrets() []string {
	return append([]string{s.token}, slices.Collect(maps.Values(s.sharedKeys))...)
}
