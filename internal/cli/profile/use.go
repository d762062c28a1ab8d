package profile

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// UseOptions are the arguments and flags.
type UseOptions struct{ Name string }

// NewUse returns the command `twvoice profile use`.
func NewUse(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, UseOptions) error) *cobra.Command {
	return &cobra.Command{
		Use:   "use NAME",
		Short: "Make a profile the active one",
		Long: `Make a profile the active one, in your own config.yaml. A project's twvoice.yaml, TWVOICE_PROFILE, --profile and
credentials in the environment override it.`,
		Example: `  twvoice profile use work`,
		Args:    cmdutil.Args("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return run(cmd.Context(), f, UseOptions{Name: args[0]})
		},
	}
}

// Use makes a profile the active one, and reports what takes precedence over it.
func Use(ctx context.Context, f *cmdutil.Factory, o UseOptions) error {
	c := f.Config()
	if _, err := c.FindProfile(o.Name); err != nil {
		return err
	}
	if f.DryRun {
		f.Env.Notef("dry run: profile %s would become the active one", o.Name)
		return nil
	}
	if err := c.Use(ctx, o.Name); err != nil {
		return err
	}
	_, user := c.Files()
	f.Env.Notef("the active profile is %s", o.Name)
	if set, ok := c.Lookup("profile"); ok && set.Source != user && set.Text() != o.Name {
		f.Env.Notef("but %s sets %s here, which overrides it", set.Source, set.Text())
	}
	if wins := c.EnvironmentWins(); wins != "" {
		f.Env.Notef("while %s is set, it is used instead; --profile %s overrides it", wins, o.Name)
	}
	return nil
}
