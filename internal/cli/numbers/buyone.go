package numbers

import (
	"context"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// BuyOne offers to buy a number to a user who needs one: the first local one in the US with voice. It shows the price
// and asks for confirmation.
func BuyOne(ctx context.Context, f *cmdutil.Factory) error {
	return Buy(ctx, f, BuyOptions{Count: 1, Filtered: true, Filters: Filters{Country: "US", Type: "local", Voice: true}})
}
