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
		Short:   "List, show and replay the requests that serve has answered",
		Long: `List, show and replay the requests that serve has answered.

serve keeps what it is asked and what it answers: seven days, 10,000 requests and 50 MB of it, and of each body 64 kB. Never
kept are passwords, tokens, the values of cookies, and what callers type where they pay or are asked for a PIN, a password
or a card.`,
		Example: `  twvoice requests list
  twvoice requests show r12
  twvoice requests replay r12 --param Digits=2`,
	}
	cmd.AddCommand(NewList(f, List), NewShow(f, Show), NewReplay(f, Replay))
	return cmd
}
