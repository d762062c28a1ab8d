package numbers

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/pkg/e164"
	"github.com/twvoice/twvoice/pkg/webhook"
)

// BuyOptions are the arguments and flags.
type BuyOptions struct {
	Number string // "" for the first matches of the filters
	Filters
	Filtered bool // a filter was typed, even with its default value
	Count    int
	Name     string
	MaxPrice string
	VoiceURL string
	Address  string
	Bundle   string
	Ensure   bool
}

// anyFilter is the hint if neither a number nor a filter was typed.
const anyFilter = "twvoice numbers buy --area-code 415, or --country US for any US number"

// NewBuy returns the command `twvoice numbers buy`.
func NewBuy(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, BuyOptions) error) *cobra.Command {
	o := BuyOptions{}
	filters := pflag.NewFlagSet("filters", pflag.ContinueOnError)
	o.bind(filters)
	cmd := &cobra.Command{
		Use:   "buy [NUMBER]",
		Short: "Buy a number by name, or the first that matches the search filters",
		Long: `Buy a number by name, or the first that matches the search filters.

The price, and whether an address is needed, is shown before anything is paid. If someone else buys a matching number in
the meantime, the next match is bought instead; a named NUMBER is not replaced. Without a terminal, --yes is needed.
Without a NUMBER, at least one filter is needed; for any number, use --country US.

With --ensure, numbers that already have the --name count, and are printed as if they had just been bought. The command
can be repeated: it buys only the missing numbers.`,
		Example: `  twvoice numbers buy --area-code 415 --max-price 2.00
  twvoice numbers buy +14155550123 --name "Front desk" --voice-url https://example.com/voice
  twvoice numbers buy --type toll-free --name ci --ensure --yes -q
  twvoice numbers buy --country GB --type mobile --address AD0123456789abcdef0123456789abcdef --dry-run`,
		Args: cmdutil.Args("[NUMBER]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				if o.Number = strings.TrimSpace(args[0]); o.Number == "" {
					return fault.With(errors.New("NUMBER is empty"), fault.Usage, "twvoice numbers buy +14155550100, or leave it out and name a filter: --area-code 415")
				}
			}
			filters.VisitAll(func(flag *pflag.Flag) { o.Filtered = o.Filtered || flag.Changed })
			return run(cmd.Context(), f, o)
		},
	}
	flags := cmd.Flags()
	flags.AddFlagSet(filters)
	flags.IntVar(&o.Count, "count", 1, "buy this many `numbers`")
	flags.StringVar(&o.Name, "name", "", "set this friendly `name`")
	flags.StringVar(&o.MaxPrice, "max-price", "", "refuse numbers that cost more than this `amount` per month, in the account's currency")
	flags.StringVar(&o.VoiceURL, "voice-url", "", "request this `URL` for incoming calls")
	flags.StringVar(&o.Address, "address", "", "use the address with this `SID`, AD…, if the country requires one")
	flags.StringVar(&o.Bundle, "bundle", "", "use the regulatory bundle with this `SID`, BU…, if the country requires one")
	flags.BoolVar(&o.Ensure, "ensure", false, "buy only what is missing: count numbers that already have this --name")
	return f.CompleteFields(cmd, ownedView)
}

// Buy buys numbers.
func Buy(ctx context.Context, f *cmdutil.Factory, o BuyOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	rows, err := f.Output().List(ownedView())
	if err != nil {
		return err
	}
	a, err := f.Account(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	f.WarnURL(o.VoiceURL)
	p := &purchase{factory: f, account: a, options: o, rows: f.Ledger(rows, cmdutil.Change{Do: "buy", Done: "bought", Look: "twvoice numbers show"})}
	return p.rows.Close(p.run(ctx))
}

// check rejects invalid options and normalizes the number.
func (o *BuyOptions) check() error {
	if o.Number != "" {
		phone, ok := e164.ParseInternational(o.Number)
		if !ok {
			return fault.With(fmt.Errorf("%q is not a number in E.164 form", o.Number), fault.Usage, "with + and country code: twvoice numbers buy +14155550100")
		}
		o.Number = phone
		if narrowing := o.typedFilters(); len(narrowing) > 0 {
			return fault.With(fmt.Errorf("%s cannot be used with %s: a named number is not searched for", phone, narrowing[0].flag), fault.Usage, "twvoice numbers buy "+phone)
		}
	}
	switch {
	case o.Number == "" && !o.Filtered && !o.Ensure:
		return fault.With(errors.New("buy needs a number or a filter"), fault.Usage, anyFilter)
	case o.Count < 1:
		return fault.With(fmt.Errorf("--count %d is invalid: it must be at least 1", o.Count), fault.Usage, "twvoice numbers buy --area-code 415 --count 2")
	case o.Number != "" && o.Count > 1:
		return fault.With(fmt.Errorf("%s cannot be used with --count %d: it is one number", o.Number, o.Count), fault.Usage, "twvoice numbers buy "+o.Number)
	case o.Ensure && o.Name == "":
		return fault.With(errors.New("--ensure needs --name"), fault.Usage, "add --name ci")
	case o.MaxPrice != "" && !amountForm().MatchString(o.MaxPrice):
		return fault.With(fmt.Errorf("--max-price %q is not an amount", o.MaxPrice), fault.Usage, "--max-price 2.00")
	case o.Address != "" && !webhook.ValidSID("AD", o.Address):
		return fault.With(fmt.Errorf("--address %q is not the SID of an address", o.Address), fault.Usage, "AD and 32 hexadecimal digits, as https://console.twilio.com shows them")
	case o.Bundle != "" && !webhook.ValidSID("BU", o.Bundle):
		return fault.With(fmt.Errorf("--bundle %q is not the SID of a bundle", o.Bundle), fault.Usage, "BU and 32 hexadecimal digits, as https://console.twilio.com shows them")
	}
	if _, err := o.search(); err != nil {
		return err
	}
	return cmdutil.CheckPublicURL("--voice-url", strings.TrimSpace(o.VoiceURL))
}
