package cmdutil

import (
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/config"
	"github.com/twvoice/twvoice/internal/term"
)

// Examine is Resolve for a command that reports problems of the configuration. broken is the configuration's error;
// nothing is configured then. An error on the command line itself is still returned as err.
func (f *Factory) Examine(cmd *cobra.Command) (broken, err error) {
	broken = f.Resolve(cmd)
	if broken == nil {
		return nil, nil
	}
	if _, err := term.ParseFormat(f.output); err != nil {
		return nil, err
	}
	if limit := cmd.Flags().Lookup("timeout"); f.Timeout <= 0 {
		if limit.Changed {
			return nil, broken
		}
		_ = limit.Value.Set(limit.DefValue) // an invalid duration has set nothing
	}
	f.config = &config.Config{}
	return broken, nil
}
