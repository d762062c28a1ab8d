package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
)

// newRoot returns the command tree.
func newRoot(f *cmdutil.Factory) *cobra.Command {
	root := &cobra.Command{
		Use:   "twvoice",
		Short: "Build and test phone applications on Twilio",
		Example: `  # hear a greeting: no account, no network
  twvoice serve --local --twiml greeting.xml --call

  # the same on your own number, through a tunnel; everything is restored at the end
  twvoice serve --twiml greeting.xml --number +14155550111`,
		Version:       f.Env.Build.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if cmdutil.Completing(cmd) {
				return f.BindCompletions(cmd.Root())
			}
			return f.Resolve(cmd)
		},
	}
	f.Bind(root.PersistentFlags())
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fault.With(cmdutil.FlagError(cmd.Flags(), err), fault.Usage, cmd.CommandPath()+" --help")
	})
	root.AddGroup(groups()...)
	root.AddCommand(commands(f)...)
	root.SetHelpCommand(newHelp(root))
	root.InitDefaultCompletionCmd() // add it now, so that the following settings apply to it
	if completion, _, err := root.Find([]string{"completion"}); err == nil {
		eachCommand(completion, func(cmd *cobra.Command) { cmd.Annotations = unsettled() })
	}
	eachCommand(root, namesOnly)
	return root
}

// newHelp returns the command `twvoice help`. Cobra's own shows the root's help for an unknown command and exits with 0.
func newHelp(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:         "help [COMMAND…]",
		Short:       "Show the help of a command",
		Example:     "  twvoice help numbers buy",
		Annotations: unsettled(),
		ValidArgsFunction: func(_ *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return namesBelow(root, args, typed), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				hint := "twvoice --help"
				if len(rest) > 0 {
					hint = suggest(cmd, rest[0], "twvoice help")
				}
				return fault.With(fmt.Errorf("no help for %q: no such command", strings.Join(args, " ")), fault.Usage, hint)
			}
			return cmd.Help()
		},
	}
}

// namesOnly makes a command that only has subcommands reject an unknown one. Cobra would show the help and exit with 0,
// which a script would take for success.
func namesOnly(cmd *cobra.Command) {
	if cmd.Runnable() || !cmd.HasSubCommands() {
		return
	}
	cmd.Args = cobra.ArbitraryArgs
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return cmd.Help()
		}
		return fault.With(fmt.Errorf("unknown command %q for %q", args[0], cmd.CommandPath()), fault.Usage, suggest(cmd, args[0], "twvoice"))
	}
}

func unsettled() map[string]string { return map[string]string{cmdutil.Unsettled: ""} }
