package login

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
)

// NewLogout returns the command `twvoice logout`.
func NewLogout(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory) error) *cobra.Command {
	return &cobra.Command{
		Use:   "logout",
		Short: "Delete a profile and its secrets",
		Long: `Delete a profile and its secrets from this machine. Twilio is not contacted: revoke a leaked token or key at
https://console.twilio.com.`,
		Example: `  twvoice logout
  twvoice logout --profile work`,
		Args: cmdutil.Args(),
		RunE: func(cmd *cobra.Command, _ []string) error { return run(cmd.Context(), f) },
	}
}

// Logout deletes the profile of --profile, or else the active one.
func Logout(ctx context.Context, f *cmdutil.Factory) error {
	if f.Profile == "" {
		return fault.With(errors.New("no profile is active"), fault.Usage, "list them with `twvoice profile list`, then: twvoice logout --profile NAME")
	}
	if _, err := f.Config().Removable(f.Profile); err != nil {
		return err
	}
	if f.DryRun {
		f.Env.Notef("dry run: profile %s and its secrets would be removed", f.Profile)
		return nil
	}
	gone, err := f.Config().Remove(ctx, f.Profile)
	if err != nil {
		return err
	}
	f.Env.Notef("removed profile %s, account %s, and its secrets", gone.Name, gone.AccountSid)
	if wins := f.Config().EnvironmentWins(); wins != "" {
		f.Env.Notef("%s is still set", wins)
	}
	return nil
}
