package numbers

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
)

// ShowOptions are the arguments and flags.
type ShowOptions struct{ Number string }

// NewShow returns the command `twvoice numbers show`.
func NewShow(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, ShowOptions) error) *cobra.Command {
	o := ShowOptions{}
	return f.CompleteFields(&cobra.Command{
		Use:   "show NUMBER",
		Short: "Show everything about one number",
		Long: `Show everything about one number.

With -o json, the number is printed as the API sent it, including passwords in URLs; other formats omit them.`,
		Example: `  twvoice numbers show +14155550111
  twvoice numbers show "Front desk" --fields phone_number,voice_url,trunk_sid
  twvoice numbers show +14155550111 -o json --jq .voice_url`,
		Args: cmdutil.Args("NUMBER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Number = args[0]
			return run(cmd.Context(), f, o)
		},
	}, oneView)
}

// Show shows a number.
func Show(ctx context.Context, f *cmdutil.Factory, o ShowOptions) error {
	a, number, err := f.Number(ctx, o.Number)
	if err != nil {
		return err
	}
	defer a.Close()
	tellLocal(f, a)
	return cmdutil.IgnoreUnread(f.Output().One(oneView(), number.Raw))
}
