package serve

import (
	"context"
	"fmt"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/userfile"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// readSharedKeys reads --shared-key-file: a key SID and its secret per line.
func (o Options) readSharedKeys(ctx context.Context, f *cmdutil.Factory) (map[string]string, error) {
	name := o.SharedKeyFile
	if name == "" {
		return nil, nil
	}
	source, err := f.Read(ctx, name, userfile.MaxSettings)
	if err == nil {
		source, err = userfile.Text(source)
	}
	if err != nil {
		return nil, fault.With(err, fault.Credentials, "")
	}
	keys, err := webhook.ParseSharedKeys(source)
	if err != nil {
		return nil, fault.With(fmt.Errorf("read %s: %w", name, err), fault.Credentials, "each line is the SID of a key, a space and its secret: webhooks_sharedkey_… SECRET")
	}
	if name == "-" {
		return keys, nil
	}
	if _, err := config.Exposed(f.Env.Path(name)); err != nil {
		f.Env.Notef("%s %v: chmod 600 %s", f.Paint().Yellow("warning:"), err, name)
	}
	return keys, nil
}
