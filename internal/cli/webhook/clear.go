package webhook

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/lease"
)

// ClearOptions are the arguments and flags.
type ClearOptions struct{ Number string }

// NewClear returns the command `twvoice webhook clear`.
func NewClear(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, ClearOptions) error) *cobra.Command {
	o := ClearOptions{}
	return &cobra.Command{
		Use:   "clear NUMBER",
		Short: "Remove the voice URL, its fallback and the status callback from a number",
		Long: `Remove the voice URL, its fallback and the status callback from a number.

The previous settings are stored first, and restore brings them back. A TwiML application or a SIP trunk stays: remove
those with ` + "`twvoice numbers update NUMBER --voice-application '' --trunk ''`" + `. URLs for text messages stay too.`,
		Example: `  twvoice webhook clear +14155550111
  twvoice webhook restore +14155550111`,
		Args: cmdutil.Args("NUMBER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Number = args[0]
			return run(cmd.Context(), f, o)
		},
	}
}

// Clear removes the webhook.
func Clear(ctx context.Context, f *cmdutil.Factory, o ClearOptions) error {
	if err := f.CheckOutput(state{}.view()); err != nil {
		return err
	}
	a, number, err := f.Number(ctx, o.Number)
	if err != nil {
		return err
	}
	defer a.Close()
	number, err = f.Change(ctx, a, number, lease.Request{
		Want: lease.Settings{"VoiceUrl": "", "VoiceFallbackUrl": "", "StatusCallback": ""}, Command: "webhook clear",
	})
	if err != nil {
		return err
	}
	return show(ctx, f, a, number)
}
