// Package webhook has the commands that point a number at a URL, show where it points, and restore the original
// settings.
//
// It makes no change that is not in the journal, and does not undo a change by someone else. Only check, and audit with
// --probe, send requests to the URLs.
package webhook

import (
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// New returns the command `twvoice webhook`.
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
