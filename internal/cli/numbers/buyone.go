package numbers

import (
	"context"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// BuyOne lets a person who is asked for a number get one on the spot: the first local one in the US that takes calls,
// after its price was shown and the purchase confirmed.
func BuyOne(ctx context.Context, f *cmdutil.Factory) error {
	return Buy(ctx, f, BuyOptions{Count: 1, Filtered: true, Filters: Filters{Country: "US", Type: "local", Voice: true}})
}
