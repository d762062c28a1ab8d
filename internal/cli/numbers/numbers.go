// Package numbers is the noun that finds, buys, lists, changes and releases phone numbers.
//
// It refuses to spend money or to give a number away without a yes, to buy above the price that was named, and to
// change a number without writing down the way back. What to do about a call is other nouns' business.
package numbers

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// New is `twvoice numbers`.
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

// tellLocal keeps a person from taking the emulator's numbers for real ones.
func tellLocal(f *cmdutil.Factory, a *account.Account) {
	if a.Local && f.Env.Err.Is && !f.Output().Machine() {
		f.Env.Notef("%s", f.Paint().Dim("local numbers, from the emulator:"))
	}
}

// count is "1 number", "2 local numbers".
func count(n int, prefix string) string {
	if n == 1 {
		return fmt.Sprintf("1 %snumber", prefix)
	}
	return fmt.Sprintf("%d %snumbers", n, prefix)
}
