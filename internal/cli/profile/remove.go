package profile

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/frame"
)

// RemoveOptions are what was typed.
type RemoveOptions struct{ Name string }

// NewRemove is `twvoice profile remove`.
func NewRemove(f *frame.Frame, run func(context.Context, *frame.Frame, RemoveOptions) error) *cobra.Command {
	return &cobra.Command{
		Use:     "remove NAME",
		Aliases: []string{"rm"},
		Short:   "Forget a profile and its secrets",
		Long:    "Forget a profile and its secrets, on this machine, as logout does. Twilio is not asked.",
		Example: `  twvoice profile remove work`,
		Args:    frame.Args("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return run(cmd.Context(), f, RemoveOptions{Name: args[0]})
		},
	}
}

// Remove forgets it.
func Remove(ctx context.Context, f *frame.Frame, o RemoveOptions) error {
	if _, err := f.Config().Removable(o.Name); err != nil {
		return err
	}
	if f.DryRun {
		f.Env.Notef("dry run: profile %s and its secrets would be removed", o.Name)
		return nil
	}
	gone, err := f.Config().Remove(ctx, o.Name)
	if err != nil {
		return err
	}
	f.Env.Notef("removed profile %s, account %s, and its secrets", gone.Name, gone.AccountSid)
	return nil
}
