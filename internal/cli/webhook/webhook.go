// Package webhook is the noun that points a number at a URL, shows where it points, and brings back what was there.
//
// It refuses to change anything that the journal does not know yet, and to undo anything that somebody else has changed
// in the meantime. Only check, and audit with --probe, ask the URLs themselves.
package webhook

import (
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// New is `twvoice webhook`.
func New(f *cmdutil.Factory) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "webhook",
		Short: "Point a number at a URL, and restore its previous settings",
		Example: `  twvoice webhook set +14155550111 https://example.com/voice
  twvoice webhook show +14155550111
  twvoice webhook restore +14155550111`,
	}
	cmd.AddCommand(
		NewSet(f, Set),
		NewShow(f, Show),
		NewClear(f, Clear),
		NewRestore(f, Restore),
		NewCheck(f, Check),
		NewAudit(f, Audit),
	)
	return cmd
}
