// Package requests has the commands that list, show and replay the requests that serve received.
//
// It needs an account only to sign replayed requests, and changes only the stored requests.
package requests

import (
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// New returns the command `twvoice requests`.
func New(f *cmdutil.Factory) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "requests",
		Aliases: []string{"request"},
		Short:   "List, show and replay the requests that serve answered",
		Long: `List, show and replay the requests that serve answered.

serve stores the requests it receives and its responses: for seven days, up to 10,000 requests and 50 MB, and up to
64 kB of each body. It never stores passwords, tokens, cookie values, or what callers enter when they pay or are asked
for a PIN, a password or a card.`,
		Example: `  twvoice requests list
  twvoice requests show r12
  twvoice requests replay r12 --param Digits=2`,
	}
	cmd.AddCommand(NewList(f, List), NewShow(f, Show), NewReplay(f, Replay))
	return cmd
}
