package profile

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// RemoveOptions are the arguments and flags.
type RemoveOptions struct{ Name string }

// NewRemove returns the command `twvoice profile remove`.
func NewRemove(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, RemoveOptions) error) *cobra.Command {
	return &cobra.Command{
		Use:     "remove NAME",
		Aliases: []string{"rm"},
		Short:   "Delete a profile and its secrets",
		Long:    "Delete a profile and its secrets from this machine, as logout does. Twilio is not contacted.",
		Example: `  twvoice profile remove work`,
		Args:    cmdutil.Args("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return run(cmd.Context(), f, RemoveOptions{Name: args[0]})
		},
	}
}

// Remove deletes a profile.
func Remove(ctx context.Context, f *cmdutil.Factory, o RemoveOptions) error {
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
