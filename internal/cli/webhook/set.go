package webhook

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/twvoice/twvoice/internal/cli/cmdutil"
	"github.com/twvoice/twvoice/internal/fault"
	"github.com/twvoice/twvoice/internal/lease"
)

// SetOptions are the arguments and flags.
type SetOptions struct {
	Number string
	URL    string
	Method string
	// The other fields are nil if not typed, and "" to clear the setting.
	FallbackURL          *string
	FallbackMethod       *string
	StatusCallback       *string
	StatusCallbackMethod *string
	Detach               bool
}

// NewSet returns the command `twvoice webhook set`.
func NewSet(f *cmdutil.Factory, run func(context.Context, *cmdutil.Factory, SetOptions) error) *cobra.Command {
	o := SetOptions{}
	var fallback, fallbackMethod, status, statusMethod string
	cmd := &cobra.Command{
		Use:   "set NUMBER URL",
		Short: "Set the URL that answers calls to a number",
		Long: `Set the URL that answers calls to a number.

The previous settings are stored first, and restore brings them back. Fallback and status callback stay as they are
unless they are given; an empty value clears them. There is no confirmation.

A number with a TwiML application or a SIP trunk ignores its URL: set refuses it, unless --detach removes them.`,
		Example: `  twvoice webhook set +14155550111 https://example.com/voice
  twvoice webhook set "Front desk" https://example.com/voice --method GET --fallback-url https://example.com/sorry
  twvoice webhook set +14155550111 https://example.com/voice --detach`,
		Args: cmdutil.Args("NUMBER", "URL"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Number, o.URL = args[0], args[1]
			typed := func(name string, value *string) *string {
				if cmd.Flags().Changed(name) {
					return value
				}
				return nil
			}
			o.FallbackURL, o.FallbackMethod = typed("fallback-url", &fallback), typed("fallback-method", &fallbackMethod)
			o.StatusCallback, o.StatusCallbackMethod = typed("status-callback", &status), typed("status-callback-method", &statusMethod)
			return run(cmd.Context(), f, o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.Method, "method", "POST", "request the URL with this `method`: POST or GET")
	flags.StringVar(&fallback, "fallback-url", "", "request this `URL` if the voice URL fails")
	flags.StringVar(&fallbackMethod, "fallback-method", "", "request it with this `method`: POST or GET")
	flags.StringVar(&status, "status-callback", "", "report the end of calls to this `URL`")
	flags.StringVar(&statusMethod, "status-callback-method", "", "request it with this `method`: POST or GET")
	for _, name := range []string{"method", "fallback-method", "status-callback-method"} {
		cmdutil.OneOf(flags, name, cmdutil.Methods()...)
	}
	flags.BoolVar(&o.Detach, "detach", false, "remove a TwiML application or trunk that overrides the URL")
	return cmd
}

// Set points a number.
func Set(ctx context.Context, f *cmdutil.Factory, o SetOptions) error {
	want, err := o.settings()
	if err != nil {
		return err
	}
	if err := f.CheckOutput(state{}.view()); err != nil {
		return err
	}
	a, number, err := f.Number(ctx, o.Number)
	if err != nil {
		return err
	}
	defer a.Close()
	for _, param := range []string{"VoiceUrl", "VoiceFallbackUrl", "StatusCallback"} {
		f.WarnURL(want[param])
	}
	number, err = f.Change(ctx, a, number, lease.Request{Want: want, Command: "webhook set", Detach: o.Detach})
	if err != nil {
		return err
	}
	return show(ctx, f, a, number)
}

// settings returns what to set, by Twilio's names.
func (o SetOptions) settings() (lease.Settings, error) {
	want := lease.Settings{}
	for _, url := range []struct {
		what, param string
		value       *string
	}{
		{"URL", "VoiceUrl", &o.URL},
		{"--fallback-url", "VoiceFallbackUrl", o.FallbackURL},
		{"--status-callback", "StatusCallback", o.StatusCallback},
	} {
		if url.value == nil {
			continue
		}
		typed := strings.TrimSpace(*url.value)
		if err := cmdutil.CheckPublicURL(url.what, typed); err != nil {
			return nil, err
		}
		want[url.param] = typed
	}
	if want["VoiceUrl"] == "" {
		return nil, fault.With(fmt.Errorf("no URL to set on %s was given", o.Number), fault.Usage, "to remove it: twvoice webhook clear "+o.Number)
	}
	for _, method := range []struct {
		flag, param string
		value       *string
	}{
		{"--method", "VoiceMethod", &o.Method},
		{"--fallback-method", "VoiceFallbackMethod", o.FallbackMethod},
		{"--status-callback-method", "StatusCallbackMethod", o.StatusCallbackMethod},
	} {
		if method.value == nil {
			continue
		}
		typed := strings.ToUpper(*method.value)
		if typed != "GET" && typed != "POST" {
			return nil, fault.With(fmt.Errorf("%s %q is not a method", method.flag, *method.value), fault.Usage, fault.Suggest(typed, cmdutil.Methods(), method.flag+" ", method.flag+" POST, or GET"))
		}
		want[method.param] = typed
	}
	return want, nil
}
