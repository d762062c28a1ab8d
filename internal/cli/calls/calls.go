// Package calls has the commands for the calls that serve has answered: it lists them, shows them, replays them, and
// writes them as scenarios. It also ends calls of the account.
//
// It never places a real call: a replay sends the requests of a call again.
package calls

import (
	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// New returns the command `twvoice calls`.
func New(f *cmdutil.Factory) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "calls",
		Short: "List, show and replay the calls that serve answered, and end calls of the account",
		Long: `List, show and replay the calls that serve answered, save them as scenarios, and end calls of the account.

Name a call by its CallSid or a unique prefix of it. twvoice requests --help says what is stored.`,
		Example: `  twvoice calls list
  twvoice calls show CA5f2
  twvoice calls replay CA5f2
  twvoice calls show CA5f2 --save calls/sales.yaml
  twvoice calls end CA0123456789abcdef0123456789abcdef`,
	}
	cmd.AddCommand(NewList(f, List), NewShow(f, Show), NewReplay(f, Replay), NewEnd(f, End))
	return cmd
}
