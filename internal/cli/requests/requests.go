// Package requests is the noun of what serve was asked: it lists requests, shows them, and asks them again.
//
// It needs no account but to sign what it asks again, and it changes nothing but what it keeps itself.
package requests

import (
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// New is `twvoice requests`.
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
