// Package numbers has the commands that find, buy, list, change and release phone numbers.
//
// It does not spend money or release a number without confirmation, buy above the price limit, or change a number
// without recording how to undo it. The webhook commands set where calls go.
package numbers

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// New returns the command `twvoice numbers`.
func New(f *cmdutil.Factory) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "numbers",
		Aliases: []string{"number"},
		Short:   "Find, buy, list, change and release phone numbers",
		Example: `  twvoice numbers search --area-code 415
  twvoice numbers buy --area-code 415 --max-price 2.00
  twvoice numbers list`,
	}
	cmd.AddCommand(
		NewSearch(f, Search),
		NewBuy(f, Buy),
		NewList(f, List),
		NewShow(f, Show),
		NewUpdate(f, Update),
		NewRelease(f, Release),
	)
	return cmd
}

// tellLocal reminds the user that the numbers are the emulator's.
func tellLocal(f *cmdutil.Factory, a *account.Account) {
	if a.Local && f.Env.Err.Is && !f.Output().Machine() {
		f.Env.Notef("%s", f.Paint().Dim("local numbers, from the emulator:"))
	}
}

// count returns "1 number", "2 local numbers".
func count(n int, prefix string) string {
	if n == 1 {
		return fmt.Sprintf("1 %snumber", prefix)
	}
	return fmt.Sprintf("%d %snumbers", n, prefix)
}
