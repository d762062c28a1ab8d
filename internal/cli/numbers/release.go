package numbers

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/term"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// ReleaseOptions are the arguments and flags.
type ReleaseOptions struct{ Numbers []string }

// NewRelease returns the command `twvoice numbers release`.
func NewRelease(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, ReleaseOptions) error) *cobra.Command {
	o := ReleaseOptions{}
	return f.CompleteFields(&cobra.Command{
		Use:   "release NUMBER...",
		Short: "Release numbers permanently; others may then get them",
		Long: `Release numbers permanently; others may then get them.

The numbers stop ringing immediately and may be assigned to someone else. Every NUMBER is looked up before the first is
released; one that a running serve uses is refused. Without a terminal, --yes is needed. Released numbers are printed; a
failure is reported and gives exit code 3.`,
		Example: `  twvoice numbers release +14155550111
  twvoice numbers release +14155550111 "Front desk" --yes -q
  twvoice numbers list --name ci -q | xargs twvoice numbers release --yes`,
		Args: cmdutil.Args("NUMBER..."),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Numbers = args
			return run(cmd.Context(), f, o)
		},
	}, ownedView)
}

// Release releases numbers.
func Release(ctx context.Context, f *cmdutil.Factory, o ReleaseOptions) error {
	rows, err := f.Output().List(ownedView())
	if err != nil {
		return err
	}
	a, err := f.Account(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	leaving, err := releasable(ctx, a, o.Numbers)
	if err != nil {
		return err
	}
	question, err := releaseOne(f, a, leaving)
	if err == nil {
		err = f.Confirm(ctx, question)
	}
	if err != nil {
		return err
	}
	r := &releases{factory: f, account: a, rows: f.Ledger(rows, cmdutil.Change{Do: "release", Done: "released", Look: "twvoice numbers show"})}
	return r.rows.Close(r.all(ctx, leaving))
}

// releasable looks up all numbers, each once, and rejects those that a running serve uses.
func releasable(ctx context.Context, a *account.Account, refs []string) ([]twilioapi.Number, error) {
	var found []twilioapi.Number
	for _, ref := range refs {
		number, err := a.Find(ctx, ref)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(found, func(n twilioapi.Number) bool { return n.SID == number.SID }) {
			found = append(found, number)
		}
	}
	keeper, err := a.Leases()
	if err != nil {
		return nil, err
	}
	for _, number := range found {
		loan, held, err := keeper.Holder(ctx, number.SID)
		if err != nil {
			return nil, err
		}
		if held {
			return nil, fault.With(fmt.Errorf("%s is in use by %s: nothing was released", number.PhoneNumber, loan.Who()), fault.Failed, "stop that serve first")
		}
	}
	return found, nil
}

// releaseOne lists the numbers if there are several, and returns the confirmation question.
func releaseOne(f *cmdutil.Factory, a *account.Account, leaving []twilioapi.Number) (string, error) {
	if len(leaving) == 1 {
		return fmt.Sprintf("Release %s%s permanently?", a.Prefix(), named(leaving[0])), nil
	}
	out := term.Output{To: f.Env.Stderr, Format: term.Table, Terminal: f.Env.Err.Is, Width: f.Env.Err.Width, Paint: f.Paint()}
	rows, err := out.List(ownedView())
	if err != nil {
		return "", err
	}
	for _, number := range leaving {
		if err := rows.Add(number.Raw); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("Release these %s permanently?", count(len(leaving), a.Prefix())), rows.Close()
}

func named(n twilioapi.Number) string {
	if n.FriendlyName == "" {
		return n.PhoneNumber
	}
	return fmt.Sprintf("%s (%s)", n.PhoneNumber, n.FriendlyName)
}
