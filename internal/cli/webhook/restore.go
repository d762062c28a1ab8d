package webhook

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/term"
)

// RestoreOptions are the arguments and flags.
type RestoreOptions struct {
	Numbers []string
	All     bool
}

// NewRestore returns the command `twvoice webhook restore`.
func NewRestore(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, RestoreOptions) error) *cobra.Command {
	o := RestoreOptions{}
	cmd := &cobra.Command{
		Use:   "restore NUMBER...|--all",
		Short: "Restore a number's settings from before set, clear, update or a killed serve",
		Long: `Restore a number's settings from before set, clear, update or a killed serve.

The latest change of each NUMBER is undone, one per run. --all restores every number that a killed serve left behind;
numbers of a running serve, and changes by set, clear and update, stay.

Nothing is undone unless the number still has the settings from that change: someone else's change is never
overwritten, and gives exit code 3.`,
		Example: `  twvoice webhook restore +14155550111
  twvoice webhook restore --all -o json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Numbers = args
			return run(cmd.Context(), f, o)
		},
	}
	cmd.Flags().BoolVar(&o.All, "all", false, "restore every number that a killed serve left behind")
	return f.CompleteFields(cmd, restoredView)
}

// Restore undoes changes.
func Restore(ctx context.Context, f *cmdutil.Factory, o RestoreOptions) error {
	if o.All == (len(o.Numbers) > 0) {
		return fault.With(errors.New("restore takes either numbers or --all"), fault.Usage, "twvoice webhook restore +14155550111, or twvoice webhook restore --all")
	}
	rows, err := f.Output().List(restoredView())
	if err != nil {
		return err
	}
	a, err := f.Account(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	keeper, err := a.Leases()
	if err != nil {
		return err
	}
	if o.All {
		return cmdutil.Finish(rows, withRestoreHint(f, heal(ctx, f, keeper, rows)))
	}
	numbers, err := findAll(ctx, a, o.Numbers)
	if err != nil {
		return err
	}
	return cmdutil.Finish(rows, withRestoreHint(f, undo(ctx, f, keeper, numbers, rows)))
}

// withRestoreHint sets the last hint to this command for the numbers that could not be restored.
func withRestoreHint(f *cmdutil.Factory, err error) error {
	numbers := unrestored(err)
	if len(numbers) == 0 {
		return err
	}
	return fault.Insist(err, fault.Failed, "try again: twvoice webhook restore "+strings.Join(numbers, " ")+f.AccountFlags())
}

// unrestored returns the numbers of all [lease.NotRestoredError] in err.
func unrestored(err error) []string {
	if still, ok := err.(*lease.NotRestoredError); ok {
		return []string{still.Entry.Number}
	}
	switch wrapped := err.(type) {
	case interface{ Unwrap() []error }:
		var all []string
		for _, one := range wrapped.Unwrap() {
			all = append(all, unrestored(one)...)
		}
		return all
	case interface{ Unwrap() error }:
		return unrestored(wrapped.Unwrap())
	}
	return nil
}

// findAll looks up all numbers before the first is changed.
func findAll(ctx context.Context, a *account.Account, refs []string) ([]lease.Number, error) {
	var found []lease.Number
	for _, ref := range refs {
		number, err := a.Find(ctx, ref)
		if err != nil {
			return nil, err
		}
		found = append(found, account.Named(number))
	}
	return found, nil
}

// undo undoes the latest change of each number, and continues after a failure.
func undo(ctx context.Context, f *cmdutil.Factory, keeper *lease.Keeper, numbers []lease.Number, rows *term.List) error {
	var pretended, failed error
	for _, number := range numbers {
		entry, err := f.Restore(ctx, keeper, number)
		if errors.Is(err, account.ErrDryRun) {
			pretended = err
			continue
		}
		entry.Number = number.Phone
		failed = errors.Join(failed, err, rows.Add(newRestored(entry, err)))
		if ctx.Err() != nil {
			break
		}
	}
	return cmp.Or(failed, pretended)
}

// heal restores the numbers that dead processes had pointed, and names those still in use.
func heal(ctx context.Context, f *cmdutil.Factory, keeper *lease.Keeper, rows *term.List) error {
	healed, errs := keeper.Heal(ctx)
	var pretended, failed error
	for _, err := range errs {
		if errors.Is(err, account.ErrDryRun) {
			pretended = err
			continue
		}
		failed = errors.Join(failed, err)
	}
	for _, entry := range healed {
		err := entry.LeftAlone()
		failed = errors.Join(failed, err, rows.Add(newRestored(entry, err)))
	}
	inUse, err := listInUse(ctx, f, keeper)
	failed = errors.Join(failed, err)
	if failed == nil && pretended == nil && len(healed)+inUse == 0 {
		f.Env.Notef("no number was left behind")
	}
	return cmp.Or(failed, pretended)
}

// listInUse names and counts the numbers that running processes use.
func listInUse(ctx context.Context, f *cmdutil.Factory, keeper *lease.Keeper) (int, error) {
	open, err := keeper.Journal(ctx)
	if err != nil {
		return 0, err
	}
	inUse := 0
	for _, entry := range open {
		if entry.Kind != lease.Loan {
			continue
		}
		_, running, err := keeper.Holder(ctx, entry.NumberSid)
		if err != nil {
			return inUse, err
		}
		if running {
			f.Env.Notef("%s is in use by %s and was not changed", entry.Number, entry.Who())
			inUse++
		}
	}
	return inUse, nil
}
