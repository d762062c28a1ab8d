package webhook

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/account"
	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// ShowOptions are the arguments and flags.
type ShowOptions struct{ Number string }

// NewShow returns the command `twvoice webhook show`.
func NewShow(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, ShowOptions) error) *cobra.Command {
	o := ShowOptions{}
	return f.CompleteFields(&cobra.Command{
		Use:   "show NUMBER",
		Short: "Show what answers calls to a number, which serve uses it, and what restore would set",
		Example: `  twvoice webhook show +14155550111
  twvoice webhook show +14155550111 -o json --jq .voice_url
  twvoice webhook show "Front desk" --fields answered_by,loan,history`,
		Args: cmdutil.Args("NUMBER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Number = args[0]
			return run(cmd.Context(), f, o)
		},
	}, state{}.view)
}

// Show shows a webhook.
func Show(ctx context.Context, f *cmdutil.Factory, o ShowOptions) error {
	a, number, err := f.Number(ctx, o.Number)
	if err != nil {
		return err
	}
	defer a.Close()
	return cmdutil.IgnoreUnread(show(ctx, f, a, number))
}

// show prints a number's webhook and the journal's entries about it.
func show(ctx context.Context, f *cmdutil.Factory, a *account.Account, n twilioapi.Number) error {
	s := newState(n)
	if err := s.read(ctx, a); err != nil {
		return err
	}
	return f.Output().One(s.view(), s)
}

// read adds the open entries of the journal.
func (s *state) read(ctx context.Context, a *account.Account) error {
	keeper, err := a.Leases()
	if err != nil {
		return err
	}
	open, err := keeper.Journal(ctx)
	if err != nil {
		return err
	}
	for _, e := range open {
		switch {
		case e.NumberSid != s.Sid:
		case e.Kind == lease.Loan:
			_, running, err := keeper.Holder(ctx, s.Sid)
			if err != nil {
				return err
			}
			displaced := e.Outcome == lease.Displaced
			s.Loan = &loan{change: newChange(e), PID: e.PID, Running: running && !displaced, Displaced: displaced}
		default:
			s.History = append([]change{newChange(e)}, s.History...)
		}
	}
	return nil
}
