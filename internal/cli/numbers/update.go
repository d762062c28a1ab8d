package numbers

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
	"github.com/twvoice/twvoice/internal/twilioapi"
)

// UpdateOptions are the arguments and flags.
type UpdateOptions struct {
	Number string
	Set    lease.Settings // only what was typed, "" to clear
	Detach bool
}

// NewUpdate returns the command `twvoice numbers update`.
func NewUpdate(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, UpdateOptions) error) *cobra.Command {
	o := UpdateOptions{}
	cmd := &cobra.Command{
		Use:   "update NUMBER",
		Short: "Change the settings of a number; restore undoes it",
		Long: `Change the settings of a number; restore undoes it.

Only the given settings are changed; an empty value clears a setting. The previous settings are stored first, and
` + "`twvoice webhook restore NUMBER`" + ` restores them. There is no confirmation.`,
		Example: `  twvoice numbers update +14155550111 --name "Front desk"
  twvoice numbers update "Front desk" --voice-url https://example.com/voice --voice-method GET
  twvoice numbers update +14155550111 --status-callback ''
  twvoice webhook restore +14155550111`,
		Args: cmdutil.Args("NUMBER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Number, o.Set = args[0], typedSettings(cmd.Flags())
			return run(cmd.Context(), f, o)
		},
	}
	bindSettings(cmd.Flags())
	cmd.Flags().BoolVar(&o.Detach, "detach", false, "remove a trunk or application that overrides --voice-url")
	return f.CompleteFields(cmd, oneView)
}

// Update changes settings of a number.
func Update(ctx context.Context, f *cmdutil.Factory, o UpdateOptions) error {
	want, err := checked(o.Set)
	if err == nil && len(want) == 0 {
		err = fault.With(errors.New("nothing to change: no setting was given"), fault.Usage, "twvoice numbers update --help")
	}
	if err != nil {
		return err
	}
	if err := f.CheckOutput(oneView()); err != nil {
		return err
	}
	a, number, err := f.Number(ctx, o.Number)
	if err != nil {
		return err
	}
	defer a.Close()
	for _, param := range []string{"VoiceUrl", "VoiceFallbackUrl", "StatusCallback", "SmsUrl", "SmsFallbackUrl"} {
		f.WarnURL(want[param])
	}
	number, err = f.Change(ctx, a, number, lease.Request{Want: withDisplaced(number, want), Command: "numbers update", Detach: o.Detach})
	if err != nil {
		return err
	}
	return f.Output().One(oneView(), number.Raw)
}

// withDisplaced adds the settings that Twilio clears automatically, so that the journal can restore them: setting a trunk
// clears the TwiML application, and the reverse
// (https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource).
func withDisplaced(n twilioapi.Number, want lease.Settings) lease.Settings {
	_, application := want["VoiceApplicationSid"]
	_, trunk := want["TrunkSid"]
	if want["TrunkSid"] != "" && !application && n.VoiceApplicationSid != "" {
		want["VoiceApplicationSid"] = ""
	}
	if want["VoiceApplicationSid"] != "" && !trunk && n.TrunkSid != "" {
		want["TrunkSid"] = ""
	}
	return want
}
