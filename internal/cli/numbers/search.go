package numbers

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// SearchOptions are the arguments and flags.
type SearchOptions struct {
	Filters
	Limit int
}

// NewSearch returns the command `twvoice numbers search`.
func NewSearch(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, SearchOptions) error) *cobra.Command {
	o := SearchOptions{}
	cmd := &cobra.Command{
		Use:   "search",
		Short: "Search for numbers to buy, with their monthly price",
		Long: `Search for numbers to buy, with their monthly price.

Only numbers that take calls are shown unless --voice=false is given. A dash means that the price is not available.
With -o json, each number is printed as the API sent it, with "monthly_price" and "price_unit" added.
If no number matches, the list is empty and the exit code is 0.`,
		Example: `  twvoice numbers search --area-code 415 --limit 5
  twvoice numbers search --contains '415555****' --sms
  twvoice numbers search --country GB --type mobile -o json --jq '.[].phone_number'
  twvoice numbers search --near 37.77,-122.42 --distance 50`,
		Args: cmdutil.Args(),
		RunE: func(cmd *cobra.Command, _ []string) error { return run(cmd.Context(), f, o) },
	}
	o.bind(cmd.Flags())
	cmd.Flags().IntVar(&o.Limit, "limit", 20, "show at most this many `numbers`, 0 for all")
	return f.CompleteFields(cmd, availableView)
}

// Search searches for numbers.
func Search(ctx context.Context, f *cmdutil.Factory, o SearchOptions) error {
	query, err := o.search()
	if err == nil && o.Limit < 0 {
		err = fault.With(errors.New("--limit must not be negative"), fault.Usage, "--limit 0 shows all")
	}
	if err != nil {
		return err
	}
	out := f.Output()
	rows, err := out.List(availableView())
	if err != nil {
		return err
	}
	a, err := f.Account(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	tellLocal(f, a)
	found, err := find(ctx, a, query, o.Limit, searched{rows, wantsPrices(out)})
	if err == nil && found == 0 && f.Env.Err.Is {
		f.Env.Notef("no %snumbers match %s\n%s", a.Prefix(), o.words(o.typedFilters()), o.suggestion())
	}
	return cmdutil.IgnoreUnread(cmdutil.Finish(rows, err))
}

// searched receives the results of a search.
type searched struct {
	rows   *term.List
	priced bool
}

// find shows the results page by page and counts them.
func find(ctx context.Context, a *account.Account, query twilioapi.Search, limit int, to searched) (int, error) {
	cost := func(string) price { return price{} }
	if to.priced {
		prices := askPrices(ctx, a.API.Pricing, query.Country)
		defer prices.close()
		cost = prices.of
	}
	found := 0
	for number, err := range a.API.Available.Search(ctx, query, limit) {
		if err != nil {
			return found, unsold(err, query)
		}
		row, err := priced(number, cost(query.Type))
		if err == nil {
			err = to.rows.Add(row)
		}
		if err != nil {
			return found, err
		}
		found++
	}
	return found, nil
}

// unsold explains a missing list: Twilio sells no such numbers there, or the country does not exist.
func unsold(err error, query twilioapi.Search) error {
	if !twilioapi.IsCode(err, "20404") {
		return err
	}
	return fault.With(fmt.Errorf("no %s numbers are sold in --country %s: %w", query.Type, query.Country, err), fault.Failed,
		"countries are ISO 3166-1 codes: --country US, CA, GB, DE, FR, AU; https://www.twilio.com/en-us/guidelines names all")
}

// wantsPrices reports whether the output includes prices; otherwise they are not requested.
func wantsPrices(out term.Output) bool {
	if out.Quiet {
		return false
	}
	return len(out.Fields) == 0 || slices.Contains(out.Fields, "monthly_price") || slices.Contains(out.Fields, "price_unit")
}
